package growth.ops.stacking;

import growth.api.algebra.GrownTensor;
import growth.api.algebra.SmallTensors;
import growth.api.algebra.TensorStep;
import growth.api.model.ModelShape;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterSpec;
import growth.api.operator.OptimizerStatePolicy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes tensors by learned maps. All layers of a type are one product: they are made when the first of them is requested, and the others
 * wait here.
 */
final class LearnedTensors implements TensorStep.Made.Maker {
    private final ModelShape from;
    private final ModelShape to;
    private final Map<String, INDArray> maps;
    private final Map<String, GrownTensor> waiting = new HashMap<>();
    private SmallTensors of;

    /** @param maps the learned maps, by name */
    LearnedTensors(ModelShape from, ModelShape to, Map<String, INDArray> maps) {
        this.from = from;
        this.to = to;
        this.maps = maps;
    }

    @Override
    public GrownTensor make(ParameterSpec spec, SmallTensors small, OptimizerStatePolicy policy) {
        if (small != of) {
            waiting.clear();
            of = small;
        }
        if (!waiting.containsKey(spec.name())) {
            make(LearnedType.of(spec.layer() == ParameterSpec.NO_LAYER ? spec : spec.inLayer(0), from, to), small, policy);
        }
        return waiting.remove(spec.name());
    }

    private void make(LearnedType type, SmallTensors small, OptimizerStatePolicy policy) {
        Map<String, INDArray> parameters = grown(type, small::parameter);
        Map<String, Map<String, INDArray>> averages = new LinkedHashMap<>();
        small.averages().forEach(name -> averages.put(name, grown(type, tensor -> small.average(name, tensor))));
        Map<String, OptimizerState> optimizer = new HashMap<>();
        if (policy != OptimizerStatePolicy.RESET) {
            Map<String, OptimizerState> old = new HashMap<>();
            type.small().forEach(name -> small.optimizer(name).ifPresent(state -> old.put(name, state)));
            LearnedMoments.of(type, old).grow(maps, to, policy, optimizer);
        }
        parameters.forEach((name, value) -> {
            Map<String, INDArray> own = new LinkedHashMap<>();
            averages.forEach((average, values) -> own.put(average, values.get(name)));
            waiting.put(name, new GrownTensor(value, own, Optional.ofNullable(optimizer.get(name))));
        });
    }

    private Map<String, INDArray> grown(LearnedType type, Function<String, INDArray> old) {
        Map<String, INDArray> small = new HashMap<>();
        type.small().forEach(name -> small.put(name, old.apply(name)));
        INDArray stacked = type.stacked(small);
        Map<String, INDArray> grown = new LinkedHashMap<>();
        type.take(type.grown(maps, map -> map.castTo(stacked.dataType()), stacked), to, grown);
        return grown;
    }
}
