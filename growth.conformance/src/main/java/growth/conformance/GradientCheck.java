package growth.conformance;

import growth.api.algebra.AxisMap;
import growth.api.algebra.IndexMap;
import growth.api.model.Axis;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.api.operator.GrowthResult;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where the function is kept, scaled moments are what the gradients of the grown model are: growing the small model's gradient gives the
 * grown model's, entry by entry, but for new entries, for inserted copies of layers, and for keys and values that get new readers. Where
 * coordinates of the residual stream share their readers unevenly the rule holds only nearly, since norms split gradients evenly
 * (growth-methods 1.6 is about even shares); that is told, and not compared.
 */
final class GradientCheck implements Check {
    /** Relative to a tensor's largest gradient; of float32. */
    private static final double TOLERANCE = 1e-3;
    /** Gradients below it are rounding: softmax does not see the bias of keys. */
    private static final double SMALLEST = 1e-5;
    private static final double ROUNDING = 1e-9;

    @Override
    public String title() {
        return "scales moments as gradients are scaled";
    }

    @Override
    public void verify(Trial trial) {
        if (trial.claim() != Preservation.EXACT || !trial.accepts(OptimizerStatePolicy.SCALED)) {
            return;
        }
        Map<String, double[]> old = trial.lab().gradients(trial.small());
        GrowthResult result = trial.grow(Moments.with(trial.small(), old::get), OptimizerStatePolicy.SCALED, Trial.SEED);
        if (unevenlyShared(result.map().axes().get(Axis.HIDDEN))) {
            trial.note("uneven shares of the hidden size: scaled moments are the gradients only nearly");
            return;
        }
        ModelState grown = result.state();
        Map<String, double[]> now = trial.lab().gradients(grown);
        double largest = now.values().stream().mapToDouble(Arrays64::largest).max().orElseThrow();
        for (ParameterSpec spec : ParameterLayout.of(grown.shape()).parameters()) {
            boolean inserted = spec.layer() >= 0
                    && (result.map().layers().layers().get(spec.layer()).silent() || result.map().layers().repeated(spec.layer()));
            if (!inserted && !reshared(spec, trial.growth()) && grown.optimizer().containsKey(spec.name())) {
                compare(trial, spec.name(), grown, now.get(spec.name()), SMALLEST * largest);
            }
        }
    }

    private static boolean unevenlyShared(AxisMap hidden) {
        if (!(hidden instanceof IndexMap map)) {
            return false;
        }
        int[] source = map.source();
        double[] share = map.coefficient();
        int[] copies = map.copies();
        return IntStream.range(0, source.length)
                .anyMatch(i -> source[i] != IndexMap.NEW && Math.abs(share[i] * copies[source[i]] - 1) > ROUNDING);
    }

    /** Copied key/value heads that get readers of their own share the old gradient, but not evenly. */
    private static boolean reshared(ParameterSpec spec, Case growth) {
        boolean readers = growth.from().heads() / growth.from().kvHeads() != growth.to().heads() / growth.to().kvHeads();
        return readers && (spec.role() == ParameterRole.KEY || spec.role() == ParameterRole.VALUE);
    }

    private static void compare(Trial trial, String name, ModelState grown, double[] gradient, double smallest) {
        double[] mapped = Arrays64.of(grown.optimizer().get(name).slots().get(Slot.FIRST_MOMENT));
        boolean[] fresh = Moments.fresh(grown, name);
        double tolerance = TOLERANCE * Arrays64.largest(gradient) + smallest;
        for (int i = 0; i < mapped.length; i++) {
            if (!fresh[i] && !(Math.abs(mapped[i] - gradient[i]) <= tolerance)) {
                throw new Fault(trial + ": optimizer-state scaled of " + name + ", entry " + i + ": the grown gradient is " + gradient[i]
                        + ", the mapped one " + mapped[i]);
            }
        }
    }
}
