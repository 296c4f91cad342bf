package growth.ops.stacking;

import growth.api.model.ModelShape;
import growth.api.model.ParameterLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A learned growth of all tensors: the grown model as a function of the maps, and the gradients of the maps ({@link LearnedType}). */
final class LearnedGrowth {
    private final ModelShape to;
    private final List<LearnedType> types;

    LearnedGrowth(ModelShape from, ModelShape to) {
        this.to = to;
        types = types(from, to);
    }

    /** Returns every type of tensor of a grown model. */
    static List<LearnedType> types(ModelShape from, ModelShape to) {
        return ParameterLayout.of(to).parameters().stream().filter(spec -> spec.layer() <= 0).map(spec -> LearnedType.of(spec, from, to))
                .toList();
    }

    /**
     * A grown model and the way to it.
     *
     * @param values the grown model's values, by name, in memory of their own
     * @param steps  for each type of tensor the steps of {@link LearnedType#steps}
     */
    record Grown(Map<String, INDArray> values, List<List<INDArray>> steps) {
    }

    /** Returns the small model's values by type of tensor, as {@link LearnedType#stacked} returns them. */
    List<INDArray> stacked(Map<String, INDArray> small) {
        return types.stream().map(type -> type.stacked(small)).toList();
    }

    /**
     * @param maps    the learned maps, by name
     * @param stacked the small model's values
     */
    Grown apply(Map<String, INDArray> maps, List<INDArray> stacked) {
        Map<String, INDArray> grown = new LinkedHashMap<>();
        List<List<INDArray>> steps = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            steps.add(types.get(i).steps(maps, stacked.get(i)));
            types.get(i).take(LearnedType.last(steps.get(i)), to, grown);
        }
        return new Grown(grown, steps);
    }

    /**
     * @param grown     the result of the maps
     * @param gradients gradients of the grown model's values, by name
     * @return gradients of the maps, by name
     */
    Map<String, INDArray> gradients(Map<String, INDArray> maps, Grown grown, Map<String, INDArray> gradients) {
        Map<String, INDArray> sums = new LinkedHashMap<>();
        maps.forEach((name, map) -> sums.put(name, map.like().assign(0)));
        for (int i = 0; i < types.size(); i++) {
            types.get(i).addGradients(gradients, maps, grown.steps.get(i), sums);
        }
        return sums;
    }
}
