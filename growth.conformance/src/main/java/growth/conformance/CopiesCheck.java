package growth.conformance;

import growth.api.algebra.NewEntries;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.api.model.ParameterSpec.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Checks that the growth report tells which copies stay equal: its distance between copies is then 0, up to rounding. Neurons or whole
 * layers that stay equal for ever are not a fault, because dropout or noise may part them.
 */
final class CopiesCheck implements Check {
    @Override
    public String title() {
        return "reports copies that stay equal";
    }

    @Override
    public void verify(Trial trial) {
        List<Map<String, double[]>> gradients = trial.steps().values();
        Optional<String> locked = neurons(trial, gradients).or(() -> layers(trial, gradients));
        if (locked.isPresent()) {
            OptionalDouble reported = NewEntries.of(trial.result().map()).copyDistance(trial.steps().gradients().get(0));
            Fault.unless(reported.isPresent() && reported.getAsDouble() <= NewEntries.EQUAL, () -> trial + ": " + locked.get()
                    + " stay equal, but the growth report gives a distance of " + reported);
            trial.note(locked.get() + " stay equal; the growth report says so");
        }
    }

    private static Optional<String> neurons(Trial trial, List<Map<String, double[]>> gradients) {
        ModelShape shape = trial.result().state().shape();
        ParameterLayout layout = ParameterLayout.of(shape);
        for (int layer = 0; layer < shape.layers(); layer++) {
            ParameterSpec up = layout.find(ParameterRole.UP, Kind.WEIGHT, layer);
            ParameterSpec down = layout.find(ParameterRole.DOWN, Kind.WEIGHT, layer);
            for (int i = 0; i < shape.intermediate(); i++) {
                for (int k = i + 1; k < shape.intermediate(); k++) {
                    if (equal(up, shape.intermediate(), i, k, gradients)
                            && equal(down, shape.intermediate(), i, k, gradients)) {
                        return Optional.of("neurons " + i + " and " + k + " of layer " + layer);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean equal(ParameterSpec spec, int size, int i, int k, List<Map<String, double[]>> gradients) {
        boolean rows = spec.dimensions().get(0).axes().contains(Axis.INTERMEDIATE);
        return gradients.stream().map(g -> g.get(spec.name()))
                .allMatch(g -> same(neuron(g, rows, size, i), neuron(g, rows, size, k)));
    }

    /** Returns row or column {@code i} of {@code size} ones. */
    private static double[] neuron(double[] matrix, boolean rows, int size, int i) {
        int other = matrix.length / size;
        return IntStream.range(0, other).mapToDouble(c -> matrix[rows ? i * other + c : c * size + i]).toArray();
    }

    private static Optional<String> layers(Trial trial, List<Map<String, double[]>> gradients) {
        ModelShape shape = trial.result().state().shape();
        for (int i = 0; i < shape.layers(); i++) {
            for (int k = i + 1; k < shape.layers(); k++) {
                int first = i;
                int other = k;
                if (ParameterLayout.of(shape).parameters().stream().filter(p -> p.layer() == first && p.kind() == Kind.WEIGHT)
                        .allMatch(p -> gradients.stream().allMatch(g -> same(g.get(p.name()), g.get(p.inLayer(other).name()))))) {
                    return Optional.of("layers " + i + " and " + k);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns whether two gradients are equal up to rounding; zero gradients do not count as equal. */
    private static boolean same(double[] x, double[] y) {
        double largest = Arrays64.largest(x);
        for (int i = 0; i < x.length; i++) {
            if (Math.abs(x[i] - y[i]) > NewEntries.EQUAL * largest) {
                return false;
            }
        }
        return largest > 0;
    }
}
