package growth.runtime.train;

import growth.api.algebra.GrownTensor;
import growth.api.algebra.TensorStep;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningOperator;
import growth.api.operator.OperatorCard;
import growth.reference.Grown;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Stacks with the whole model before it, and makes every tensor by itself.
 *
 * @param name   its name
 * @param before what it does to the small model
 * @param after  what it does to the stacked one
 */
record LearningDepth(String name, UnaryOperator<ModelState> before, BiFunction<ModelState, GrowthContext, ModelState> after)
        implements LearningOperator {
    /** Stacks and does nothing else. */
    static LearningDepth stacking() {
        return new LearningDepth("stack", state -> state, (state, context) -> state);
    }

    private GrowthOperator stack() {
        return new DepthOperator(name, false);
    }

    @Override
    public OperatorCard card() {
        return stack().card();
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        return stack().plan(request);
    }

    @Override
    public GrowthPlan learn(ModelState state, GrowthRequest request, GrowthContext context) {
        ModelState grown = after.apply(Grown.of(stack(), before.apply(state), request).state(), context);
        return plan(request).then(new TensorStep.Made((spec, small, policy) -> tensor(grown, spec)));
    }

    private static GrownTensor tensor(ModelState made, ParameterSpec spec) {
        Map<String, INDArray> averages = new LinkedHashMap<>();
        made.averages().forEach((name, values) -> averages.put(name, values.get(spec.name())));
        return new GrownTensor(made.parameters().get(spec.name()), averages, Optional.ofNullable(made.optimizer().get(spec.name())));
    }
}
