package growth.ops.stacking;

import growth.api.model.ModelShape;
import growth.api.model.ParameterLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A learned growth of all tensors: the grown model as a function of the maps, and the gradients of the maps ({@link LearnedTensor}). */
final class LearnedGrowth {
    private final ModelShape to;
    private final List<LearnedTensor> tensors;

    LearnedGrowth(ModelShape from, ModelShape to) {
        this.to = to;
        tensors = ParameterLayout.of(to).parameters().stream().map(spec -> LearnedTensor.of(spec, from, to)).toList();
    }

    /**
     * @param maps  the learned maps, by name
     * @param small the small model's values, by name
     * @return the grown model's values, in memory of their own
     */
    Map<String, INDArray> apply(Map<String, INDArray> maps, Map<String, INDArray> small) {
        Map<String, INDArray> grown = new LinkedHashMap<>();
        tensors.forEach(tensor -> grown.put(tensor.grown().name(), tensor.forward(maps, small, to)));
        return grown;
    }

    /**
     * @param gradients gradients of the grown model's values, by name
     * @return gradients of the maps, by name
     */
    Map<String, INDArray> gradients(Map<String, INDArray> maps, Map<String, INDArray> small, Map<String, INDArray> gradients) {
        Map<String, INDArray> sums = new LinkedHashMap<>();
        maps.forEach((name, map) -> sums.put(name, map.like().assign(0)));
        tensors.forEach(tensor -> tensor.addGradients(gradients.get(tensor.grown().name()), maps, small, sums));
        return sums;
    }
}
