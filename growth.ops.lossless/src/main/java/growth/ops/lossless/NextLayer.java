package growth.ops.lossless;

import growth.api.algebra.GrowthMap;
import growth.api.model.Dimension;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import java.util.Map;
import java.util.stream.Stream;
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
     * @param widened a freshly widened model with the old number of layers, whose arrays are changed: parameters, averages and moments
     * @param width   the map that made it
     */
    static void copy(ModelState widened, GrowthMap width) {
        // ascending, so that each block reads the next one's rows before those are replaced
        for (ParameterSpec spec : ParameterLayout.of(width.to()).parameters()) {
            boolean below = spec.layer() != ParameterSpec.NO_LAYER && spec.layer() + 1 < width.to().layers();
            if (below && !spec.role().norm()) {
                Lines.growing(spec, width, Dimension.Flow.OUT).ifPresent(rows -> copy(widened, spec, rows));
            }
        }
    }

    private static void copy(ModelState widened, ParameterSpec spec, Lines rows) {
        String above = spec.inLayer(spec.layer() + 1).name();
        Stream.concat(Entries.valueMaps(widened), moments(widened, spec.name(), above))
                .forEach(values -> copy(values.get(spec.name()), values.get(above), rows));
    }

    /** What the optimizer remembers of two tensors, where it remembers the same of both. */
    private static Stream<Map<String, INDArray>> moments(ModelState state, String name, String above) {
        OptimizerState own = state.optimizer().get(name);
        OptimizerState other = state.optimizer().get(above);
        if (own == null || other == null) {
            return Stream.empty();
        }
        Stream<Map<String, INDArray>> slots = own.slots().keySet().stream().filter(other.slots()::containsKey)
                .map(slot -> Map.of(name, own.slots().get(slot), above, other.slots().get(slot)));
        boolean ages = own.born().isPresent() && other.born().isPresent();
        return ages ? Stream.concat(slots, Stream.of(Map.of(name, own.born().get(), above, other.born().get()))) : slots;
    }

    private static void copy(INDArray own, INDArray above, Lines rows) {
        boolean[] copied = rows.copied();
        double[] next = Entries.of(above);
        Entries.change(own, values -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = copied[rows.at(i)] ? next[i] : values[i];
            }
            return values;
        });
    }
}
