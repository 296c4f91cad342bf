package growth.ops.lossless;

import growth.api.algebra.GrowthMap;
import growth.api.model.Dimension;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Advanced knowledge initialisation (AKI, Chen et al. 2022): in every linear layer, rows that are copies are replaced by the same
 * rows of the block above, columns already expanded. The top block keeps its own, and so do embeddings, norms and the head, for which
 * there is no block above or whose entries belong to coordinates rather than to layers.
 */
final class NextLayer {
    private NextLayer() {
    }

    /**
     * @param widened a freshly widened model with the old number of layers; its arrays are changed and belong to the result
     * @param width   the map that made it
     * @return the model with the next layer's rows: parameters, averages, and what the optimizer remembers
     */
    static ModelState copy(ModelState widened, GrowthMap width) {
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>(widened.optimizer());
        // ascending, so that each block reads the next one's rows before those are replaced
        for (ParameterSpec spec : ParameterLayout.of(width.to()).parameters()) {
            boolean below = spec.layer() != ParameterSpec.NO_LAYER && spec.layer() + 1 < width.to().layers();
            if (below && !spec.role().norm()) {
                Lines.growing(spec, width, Dimension.Flow.OUT).ifPresent(rows -> {
                    String above = spec.inLayer(spec.layer() + 1).name();
                    Entries.valueMaps(widened).forEach(values -> mix(values.get(spec.name()), Entries.of(values.get(above)), rows));
                    Optional<OptimizerState> other = Optional.ofNullable(widened.optimizer().get(above));
                    optimizer.computeIfPresent(spec.name(), (name, own) -> remembered(own, other, rows));
                });
            }
        }
        return new ModelState(widened.shape(), widened.parameters(), optimizer, widened.averages(), widened.gates());
    }

    /** Moments and ages go where the values go; rows of a tensor of which nothing is remembered start afresh. */
    private static OptimizerState remembered(OptimizerState own, Optional<OptimizerState> above, Lines rows) {
        own.slots().forEach((slot, values) -> {
            Optional<INDArray> next = above.map(state -> state.slots().get(slot));
            mix(values, next.map(Entries::of).orElseGet(() -> new double[(int) values.length()]), rows);
        });
        boolean sameAge = above.isPresent() && above.get().born().isEmpty() && above.get().steps() == own.steps();
        if (own.slots().isEmpty() || own.born().isEmpty() && sameAge) {
            return own;
        }
        INDArray born = own.born().orElseGet(() -> own.slots().values().iterator().next().like().assign(0));
        mix(born, born(own.steps(), above, (int) born.length()), rows);
        return new OptimizerState(own.steps(), own.slots(), Optional.of(born));
    }

    /** When entries of the other tensor were added, by the own tensor's count; those that are older count as old as it is. */
    private static double[] born(long steps, Optional<OptimizerState> above, int size) {
        double[] born = above.flatMap(OptimizerState::born).map(Entries::of).orElseGet(() -> new double[size]);
        double age = above.map(OptimizerState::steps).orElse(0L);
        return Arrays.stream(born).map(b -> Math.max(0, steps - (age - b))).toArray();
    }

    private static void mix(INDArray own, double[] above, Lines rows) {
        boolean[] copied = rows.copied();
        Entries.change(own, values -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = copied[rows.at(i)] ? above[i] : values[i];
            }
            return values;
        });
    }
}
