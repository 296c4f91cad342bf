package growth.api.algebra;

import growth.api.model.Dimension;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterSpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Advanced knowledge initialisation (AKI, Chen et al. 2022): in every linear layer, rows that are copies are replaced by the same rows of
 * the old model's next layer, columns already expanded. The top layer keeps its own rows, and so do embeddings, norms and the head, for
 * which there is no next layer or whose entries belong to coordinates rather than to layers. Moments go where the values go.
 */
public record NextLayerRows() implements TensorStep {
    @Override
    public GrownTensor apply(GrownTensor grown, StateGrowth growth, ParameterSpec spec) {
        GrowthMap map = growth.plan().map();
        int next = spec.layer() == ParameterSpec.NO_LAYER ? 0 : map.layers().layers().get(spec.layer()).layer() + 1;
        Optional<Lines> rows = Lines.growing(spec, map, Dimension.Flow.OUT);
        if (next == 0 || next == map.from().layers() || spec.role().norm() || rows.isEmpty()) {
            return grown;
        }
        GrownTensor above = growth.apart().mapped(TensorGrowth.ofLayer(map, spec, next, growth.seed()));
        Map<String, INDArray> averages = new LinkedHashMap<>();
        grown.averages().forEach((name, own) -> averages.put(name, mixed(own, Entries.of(above.averages().get(name)), rows.get())));
        GrownTensor mixed = new GrownTensor(mixed(grown.value(), Entries.of(above.value()), rows.get()), averages,
                grown.optimizer().map(own -> remembered(own, above.optimizer(), rows.get())));
        above.close();
        return mixed;
    }

    /** Moments and ages go where the values go; rows of a tensor without optimizer state start afresh. */
    private static OptimizerState remembered(OptimizerState own, Optional<OptimizerState> above, Lines rows) {
        Map<Slot, INDArray> slots = new EnumMap<>(Slot.class);
        own.slots().forEach((slot, values) -> {
            Optional<INDArray> next = above.map(state -> state.slots().get(slot));
            slots.put(slot, mixed(values, next.map(Entries::of).orElseGet(() -> new double[(int) values.length()]), rows));
        });
        boolean sameAge = above.isPresent() && above.get().born().isEmpty() && above.get().steps() == own.steps();
        if (slots.isEmpty() || own.born().isEmpty() && sameAge) {
            return new OptimizerState(own.steps(), slots, own.born());
        }
        INDArray born = own.born().orElseGet(() -> slots.values().iterator().next().like().assign(0));
        return new OptimizerState(own.steps(), slots, Optional.of(mixed(born, born(own.steps(), above, (int) born.length()), rows)));
    }

    /** Returns when entries of the other tensor were added, in steps of this tensor; older entries count as old as this tensor. */
    private static double[] born(long steps, Optional<OptimizerState> above, int size) {
        double[] born = above.flatMap(OptimizerState::born).map(Entries::of).orElseGet(() -> new double[size]);
        double age = above.map(OptimizerState::steps).orElse(0L);
        return Arrays.stream(born).map(b -> Math.max(0, steps - (age - b))).toArray();
    }

    private static INDArray mixed(INDArray own, double[] above, Lines rows) {
        boolean[] copied = rows.copied();
        return Entries.changed(own, values -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = copied[rows.at(i)] ? above[i] : values[i];
            }
            return values;
        });
    }
}
