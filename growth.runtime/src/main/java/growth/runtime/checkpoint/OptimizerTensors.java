package growth.runtime.checkpoint;

import growth.api.engine.OptimizerSettings;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Converts the optimizer state and averages of parameters to named tensors of one file and back: {@code first_moment/NAME},
 * {@code second_moment/NAME}, {@code momentum/NAME}, {@code born/NAME}, {@code average/AVERAGE/NAME}, where NAME is the parameter's.
 */
final class OptimizerTensors {
    private static final String BORN = "born/";
    static final String AVERAGE = "average/";

    private OptimizerTensors() {
    }

    /** Returns every tensor by its name in the file; the arrays are the state's. */
    static Map<String, INDArray> of(ModelState state) {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        state.optimizer().forEach((name, remembered) -> {
            remembered.slots().forEach((slot, value) -> tensors.put(prefix(slot) + name, value));
            remembered.born().ifPresent(born -> tensors.put(BORN + name, born));
        });
        state.averages().forEach((average, values) -> values.forEach((name, value) -> tensors.put(AVERAGE + average + "/" + name, value)));
        return tensors;
    }

    /**
     * Returns the optimizer state of each parameter.
     *
     * @param tensors a file's tensors by name
     * @param steps   parameter → updates its tensor has seen
     */
    static Map<String, OptimizerState> states(Map<String, INDArray> tensors, Map<String, Long> steps) {
        Map<String, OptimizerState> states = new LinkedHashMap<>();
        steps.forEach((name, count) -> {
            Map<Slot, INDArray> slots = new EnumMap<>(Slot.class);
            for (Slot slot : Slot.values()) {
                if (tensors.containsKey(prefix(slot) + name)) {
                    slots.put(slot, tensors.get(prefix(slot) + name));
                }
            }
            states.put(name, new OptimizerState(count, slots, Optional.ofNullable(tensors.get(BORN + name))));
        });
        return states;
    }

    /** Returns the kind of optimizer whose state has tensors of such names: muon has one momentum per matrix. */
    static String kind(Collection<String> names) {
        boolean momentum = names.stream().anyMatch(name -> name.startsWith(prefix(Slot.MOMENTUM)));
        return momentum ? OptimizerSettings.MUON : OptimizerSettings.ADAMW;
    }

    /** Returns what the names of an average's tensors begin with; decays are compared as numbers: 0.90 is 0.9. */
    static Optional<String> average(Collection<String> names, String decay) {
        return decays(names).stream().filter(kept -> same(kept, decay)).findFirst().map(kept -> AVERAGE + kept + "/");
    }

    /** Returns the available averages in words. */
    static String averageWords(Collection<String> names) {
        Set<String> decays = decays(names);
        return decays.isEmpty() ? "it keeps none (training.averages)" : "it keeps " + String.join(", ", decays);
    }

    /** Returns the decays of the averages. */
    static Set<String> decays(Collection<String> names) {
        return names.stream().filter(name -> name.startsWith(AVERAGE))
                .map(name -> name.substring(AVERAGE.length(), name.indexOf('/', AVERAGE.length())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean same(String kept, String decay) {
        try {
            return Double.parseDouble(kept) == Double.parseDouble(decay);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Returns average → parameter → values. */
    static Map<String, Map<String, INDArray>> averages(Map<String, INDArray> tensors) {
        Map<String, Map<String, INDArray>> averages = new LinkedHashMap<>();
        tensors.forEach((key, value) -> {
            if (key.startsWith(AVERAGE)) {
                int end = key.indexOf('/', AVERAGE.length());
                averages.computeIfAbsent(key.substring(AVERAGE.length(), end), a -> new LinkedHashMap<>()).put(key.substring(end + 1),
                        value);
            }
        });
        return averages;
    }

    private static String prefix(Slot slot) {
        return slot.name().toLowerCase(Locale.ROOT) + "/";
    }
}
