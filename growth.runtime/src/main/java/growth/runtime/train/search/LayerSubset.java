package growth.runtime.train.search;

import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Some blocks of a model as a model of their own. */
public final class LayerSubset {
    private LayerSubset() {
    }

    /**
     * Returns a model with arrays of its own.
     *
     * @param layers    the blocks, ascending
     * @param optimizer whether what the optimizer remembers of them goes along
     */
    public static ModelState of(ModelState state, List<Integer> layers, boolean optimizer) {
        ModelShape shape = state.shape().toBuilder().layers(layers.size()).build();
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        Map<String, OptimizerState> remembered = new LinkedHashMap<>();
        Map<String, Map<String, INDArray>> averages = new LinkedHashMap<>();
        for (ParameterSpec spec : ParameterLayout.of(shape).parameters()) {
            String source = spec.layer() == ParameterSpec.NO_LAYER ? spec.name() : spec.inLayer(layers.get(spec.layer())).name();
            parameters.put(spec.name(), state.parameters().get(source));
            if (optimizer && state.optimizer().containsKey(source)) {
                remembered.put(spec.name(), state.optimizer().get(source));
            }
            state.averages().forEach((name, values) ->
                    averages.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(spec.name(), values.get(source)));
        }
        return new ModelState(shape, parameters, remembered, averages, Gates.none()).copy();
    }
}
