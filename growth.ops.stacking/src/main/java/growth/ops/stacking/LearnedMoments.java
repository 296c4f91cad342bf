package growth.ops.stacking;

import growth.api.algebra.LinearMoments;
import growth.api.model.ModelShape;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterSpec;
import growth.api.operator.OptimizerStatePolicy;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Grows the optimizer state of one type of tensor in a learned growth, by the rule of {@link LinearMoments}. What writes an axis and what
 * reads it share one map, so gradients use the map of their tensor. That is the rule for the stream, for the neurons and for the values of
 * ungrouped heads. Queries and keys, which read each other, and grouped heads have no linear rule; their own maps stand in for it. Layers
 * are mixed by D; under ASYMMETRIC, layers that began as repetitions start afresh.
 *
 * @param type the type of tensor
 * @param old  optimizer state of the small model's tensors that go into it, in order; empty for those that have not been trained
 */
record LearnedMoments(LearnedType type, List<Optional<OptimizerState>> old) {

    static LearnedMoments of(LearnedType type, Map<String, OptimizerState> old) {
        return new LearnedMoments(type, type.small().stream()
                .map(name -> Optional.ofNullable(old.get(name)).filter(state -> !state.slots().isEmpty())).toList());
    }

    /**
     * Adds the optimizer state of the grown tensors.
     *
     * @param maps   the learned maps, by name
     * @param to     the grown model
     * @param policy any but RESET
     * @param grown  receives the state by name; nothing for tensors that start afresh as a whole
     */
    void grow(Map<String, INDArray> maps, ModelShape to, OptimizerStatePolicy policy, Map<String, OptimizerState> grown) {
        if (old.stream().allMatch(Optional::isEmpty)) {
            return;
        }
        LinearMoments moments = new LinearMoments(policy, (values, change) -> type.grown(maps, change, values));
        Map<Slot, Map<String, INDArray>> slots = new EnumMap<>(Slot.class);
        old.stream().flatMap(Optional::stream).flatMap(state -> state.slots().keySet().stream()).distinct().forEach(slot ->
                slots.put(slot, taken(moments.slot(slot, stacked(state -> Optional.ofNullable(state.slots().get(slot)), 0)), to)));
        long steps = old.stream().flatMap(Optional::stream).mapToLong(OptimizerState::steps).max().orElseThrow();
        INDArray births = stacked(state -> Optional.of(births(state).add(steps - state.steps())), steps);
        Map<String, INDArray> born = moments.births(births, steps).map(b -> taken(b, to)).orElse(Map.of());
        for (ParameterSpec spec : type.grown()) {
            Map<Slot, INDArray> own = new EnumMap<>(Slot.class);
            slots.forEach((slot, values) -> own.put(slot, values.get(spec.name())));
            state(steps, own, Optional.ofNullable(born.get(spec.name()))).ifPresent(state -> grown.put(spec.name(), state));
        }
    }

    /** Counts from the birth of the oldest entry; nothing is left where all are new. */
    private static Optional<OptimizerState> state(long steps, Map<Slot, INDArray> slots, Optional<INDArray> born) {
        long oldest = born.map(b -> b.minNumber().longValue()).orElse(0L);
        Optional<INDArray> since = born.map(b -> b.sub(oldest)).filter(b -> b.maxNumber().longValue() > 0);
        return oldest == steps ? Optional.empty() : Optional.of(new OptimizerState(steps - oldest, slots, since));
    }

    /** Returns one array per small tensor as rows; an array of which nothing is remembered holds {@code missing} everywhere. */
    private INDArray stacked(Function<OptimizerState, Optional<INDArray>> part, double missing) {
        INDArray any = old.stream().flatMap(Optional::stream).map(LearnedMoments::any).findFirst().orElseThrow();
        return LearnedType.rows(old.stream().map(s -> s.flatMap(part).orElseGet(() -> any.like().assign(missing))).toList());
    }

    private Map<String, INDArray> taken(INDArray all, ModelShape to) {
        Map<String, INDArray> values = new LinkedHashMap<>();
        type.take(all, to, values);
        return values;
    }

    private static INDArray births(OptimizerState state) {
        return state.born().orElseGet(() -> any(state).like().assign(0));
    }

    private static INDArray any(OptimizerState state) {
        return state.slots().values().iterator().next();
    }
}
