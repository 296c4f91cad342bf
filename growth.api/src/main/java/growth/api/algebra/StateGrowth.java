package growth.api.algebra;

import growth.api.GrowthException;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.operator.OptimizerStatePolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Applies a growth map to a whole model state: parameters, optimizer state, averages and gates alike. Pure: the same map, state, policy and
 * seed give the same result to the last bit; the old state is left as it is, and the new one shares no memory with it.
 */
public final class StateGrowth {
    private StateGrowth() {
    }

    /**
     * @param map    the growth
     * @param state  the small model, of the shape {@link GrowthMap#from}
     * @param policy what happens to the optimizer's state
     * @param seed   seed of what is random; each tensor's numbers depend on it and on the tensor's name alone
     * @return the grown model, of the shape {@link GrowthMap#to}; averages are grown like the parameters, with the same random numbers;
     * gates go where
     *         their sites go, and are 1 at new ones
     * @throws GrowthException (CONFIGURATION) if gates shall follow a learned map
     */
    public static ModelState apply(GrowthMap map, ModelState state, OptimizerStatePolicy policy, long seed) {
        if (!state.shape().equals(map.from())) {
            throw new IllegalArgumentException("a map from " + map.from() + " cannot grow " + state.shape());
        }
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>();
        Map<String, Map<String, INDArray>> averages = new LinkedHashMap<>();
        for (ParameterSpec spec : ParameterLayout.of(map.to()).parameters()) {
            TensorGrowth tensor = TensorGrowth.of(map, spec, seed);
            parameters.put(spec.name(), tensor.values(state.parameters()));
            tensor.optimizer(state.optimizer(), policy).ifPresent(s -> optimizer.put(spec.name(), s));
            state.averages().forEach((name, values) ->
                    averages.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(spec.name(), tensor.values(values)));
        }
        return new ModelState(map.to(), parameters, optimizer, averages, GateGrowth.apply(map, state.gates()));
    }
}
