package growth.conformance;

import growth.api.algebra.GrownTensor;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.StateGrowth;
import growth.api.algebra.TensorStep;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterSpec;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningOperator;
import growth.api.operator.OptimizerStatePolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An operator that has seen the model and makes every tensor by itself, so that anything may be wrong with it. */
class Broken extends WidthOperator implements LearningOperator {
    private final BiFunction<ModelState, GrowthRequest, ModelState> grown;

    Broken(Function<GrowthRequest, GrowthMap> map, BiFunction<ModelState, GrowthRequest, ModelState> grown) {
        super(map);
        this.grown = grown;
    }

    Broken(BiFunction<ModelState, GrowthRequest, ModelState> grown) {
        this(WidthOperator::pads, grown);
    }

    /** Performs a growth under another policy than was asked for. */
    static Broken policy(Function<GrowthRequest, GrowthMap> map, Function<GrowthRequest, OptimizerStatePolicy> policy) {
        return new Broken(map, (state, request) -> StateGrowth.apply(new WidthOperator(map).plan(request), state, policy.apply(request),
                request.seed()));
    }

    @Override
    public GrowthPlan learn(ModelState state, GrowthRequest request, GrowthContext context) {
        ModelState made = grown.apply(state, request);
        return plan(request).then(new TensorStep.Made((spec, small, policy) -> tensor(made, spec)));
    }

    private static GrownTensor tensor(ModelState made, ParameterSpec spec) {
        Map<String, INDArray> averages = new LinkedHashMap<>();
        made.averages().forEach((name, values) -> averages.put(name, values.get(spec.name()).dup()));
        return new GrownTensor(made.parameters().get(spec.name()).dup(), averages,
                Optional.ofNullable(made.optimizer().get(spec.name())).map(Broken::copy));
    }

    private static OptimizerState copy(OptimizerState state) {
        Map<OptimizerState.Slot, INDArray> slots = new LinkedHashMap<>();
        state.slots().forEach((slot, values) -> slots.put(slot, values.dup()));
        return new OptimizerState(state.steps(), slots, state.born().map(INDArray::dup));
    }
}
