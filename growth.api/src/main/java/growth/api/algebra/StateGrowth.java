package growth.api.algebra;

import growth.api.GrowthException;
import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.operator.GateRamp;
import growth.api.operator.GrowthPlan;
import growth.api.operator.OptimizerStatePolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Performs growth plans: in a session, on disk and in the conformance suite. Pure: the same plan, small model, policy and seed give the
 * same tensors to the last bit; the small model is left as it is, and the grown one shares no memory with it.
 *
 * @param plan   the growth
 * @param small  the small model, of the shape {@link GrowthMap#from}
 * @param policy what happens to the optimizer state
 * @param seed   seed of the random entries; each tensor's numbers depend on it and on the tensor's name alone
 * @param arrays makes the arrays of the grown model
 */
public record StateGrowth(GrowthPlan plan, SmallTensors small, OptimizerStatePolicy policy, long seed, GrownArrays arrays) {

    /** A growth into arrays with memory of their own. */
    public StateGrowth(GrowthPlan plan, SmallTensors small, OptimizerStatePolicy policy, long seed) {
        this(plan, small, policy, seed, GrownArrays.OWN);
    }

    /**
     * Grows a model in memory: parameters, optimizer state, averages and gates.
     *
     * @param plan   the growth
     * @param state  the small model
     * @param policy what happens to the optimizer state
     * @param seed   seed of the random entries
     * @return the grown model, of the shape {@link GrowthMap#to}; averages are grown like the parameters, with the same random numbers;
     *         gates follow their sites, and new ones are closed as the plan says
     * @throws GrowthException (CONFIGURATION) if gates would have to follow a learned map, or the plan's source is missing
     */
    public static ModelState apply(GrowthPlan plan, ModelState state, OptimizerStatePolicy policy, long seed) {
        return apply(plan, state, policy, seed, GrownArrays.OWN);
    }

    /**
     * Grows a model in memory as {@link #apply(GrowthPlan, ModelState, OptimizerStatePolicy, long)} does.
     *
     * @param arrays makes the arrays of the grown model; steps of the plan may take others for some of its tensors
     */
    public static ModelState apply(GrowthPlan plan, ModelState state, OptimizerStatePolicy policy, long seed, GrownArrays arrays) {
        GrowthMap map = plan.map();
        if (!state.shape().equals(map.from())) {
            throw new IllegalArgumentException("a map from " + map.from() + " cannot grow " + state.shape());
        }
        Gates gates = GateGrowth.closed(map, state.gates(), plan.ramps().stream().map(GateRamp::site).toList());
        StateGrowth growth = new StateGrowth(plan, SmallTensors.of(plan.source().of(state)), policy, seed, arrays);
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>();
        Map<String, Map<String, INDArray>> averages = new LinkedHashMap<>();
        for (ParameterSpec spec : ParameterLayout.of(map.to()).parameters()) {
            GrownTensor tensor = growth.tensor(spec);
            parameters.put(spec.name(), tensor.value());
            tensor.optimizer().ifPresent(s -> optimizer.put(spec.name(), s));
            tensor.averages().forEach((name, value) -> averages.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(spec.name(), value));
        }
        return new ModelState(map.to(), parameters, optimizer, averages, gates);
    }

    /**
     * Grows one tensor.
     *
     * @param spec a parameter of {@link GrowthMap#to}
     * @return the grown tensor, which shares no memory with the small model
     */
    public GrownTensor tensor(ParameterSpec spec) {
        List<TensorStep> steps = plan.steps();
        boolean made = !steps.isEmpty() && steps.get(0) instanceof TensorStep.Made;
        GrownTensor grown = made ? ((TensorStep.Made) steps.get(0)).maker().make(spec, small, policy)
                : mapped(TensorGrowth.of(plan.map(), spec, seed));
        for (TensorStep step : steps.subList(made ? 1 : 0, steps.size())) {
            grown = step.apply(grown, this, spec);
        }
        return grown;
    }

    /** Returns the same growth into arrays of their own memory, for what is grown besides. */
    StateGrowth apart() {
        return new StateGrowth(plan, small, policy, seed);
    }

    /** Grows a tensor by the map alone. */
    GrownTensor mapped(TensorGrowth tensor) {
        String grown = tensor.spec().name();
        Map<String, INDArray> averages = new LinkedHashMap<>();
        small.averages().forEach(name -> averages.put(name, values(tensor, source -> small.average(name, source),
                (type, shape) -> arrays.average(name, grown, type, shape))));
        return new GrownTensor(values(tensor, small::parameter, (type, shape) -> arrays.parameter(grown, type, shape)), averages,
                tensor.source().flatMap(small::optimizer).flatMap(state -> tensor.optimizer(state, policy, arrays)));
    }

    private INDArray values(TensorGrowth tensor, Function<String, INDArray> old, Rows.Maker arrays) {
        Optional<INDArray> source = tensor.source().map(old);
        return tensor.values(source, source.map(INDArray::dataType).orElseGet(small::type), arrays);
    }

    /** Returns what a step of the operator's own knows about a tensor. */
    TensorTask task(ParameterSpec spec, Function<String, INDArray> old) {
        return new TensorTask(plan.map(), spec, seed, old);
    }
}
