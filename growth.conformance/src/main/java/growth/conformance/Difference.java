package growth.conformance;

import growth.api.model.ModelState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds the difference of two states of a model, even of one bit. */
final class Difference {
    private Difference() {
    }

    /** Returns the name of the first parameter, optimizer state, average or gate that is not the same in both. */
    static Optional<String> between(ModelState one, ModelState other) {
        Map<String, double[]> ours = values(one);
        Map<String, double[]> theirs = values(other);
        Optional<String> missing = ours.keySet().stream().filter(name -> !theirs.containsKey(name)).findFirst()
                .or(() -> theirs.keySet().stream().filter(name -> !ours.containsKey(name)).findFirst());
        return missing.map(name -> name + ", which only one of them has").or(() -> ours.keySet().stream()
                .filter(name -> !Arrays.equals(ours.get(name), theirs.get(name))).findFirst());
    }

    private static Map<String, double[]> values(ModelState state) {
        Map<String, double[]> values = new LinkedHashMap<>(Trial.values(state.parameters()));
        state.optimizer().forEach((name, remembered) -> {
            values.put("the optimizer's steps of " + name, new double[] {remembered.steps()});
            remembered.slots().forEach((slot, value) -> values.put("the " + slot.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " of "
                    + name, Arrays64.of(value)));
            remembered.born().ifPresent(born -> values.put("the ages of " + name, Arrays64.of(born)));
        });
        state.averages().forEach((average, means) -> means.forEach((name, value) -> values.put("the average " + average + " of " + name,
                Arrays64.of(value))));
        state.gates().sites().forEach(site -> {
            float[] gates = state.gates().at(site).orElseThrow();
            values.put("the gates at " + site, IntStream.range(0, gates.length).mapToDouble(i -> gates[i]).toArray());
        });
        return values;
    }
}
