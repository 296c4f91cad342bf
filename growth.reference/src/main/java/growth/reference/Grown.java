package growth.reference;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.StateGrowth;
import growth.api.model.ModelState;
import growth.api.operator.GateRamp;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningOperator;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import java.util.List;

/**
 * A growth in memory, for tests of operators.
 *
 * @param state the grown model
 * @param plan  the plan that was performed
 */
public record Grown(ModelState state, GrowthPlan plan) {
    /**
     * Grows a model by an operator that does not learn.
     *
     * @throws growth.api.GrowthException (CONFIGURATION) if the operator refuses
     */
    public static Grown of(GrowthOperator operator, ModelState small, GrowthRequest request) {
        return of(operator, small, request, null);
    }

    /**
     * Grows a model by an operator.
     *
     * @param context the services for an operator that learns
     * @throws growth.api.GrowthException (CONFIGURATION) if the operator refuses
     */
    public static Grown of(GrowthOperator operator, ModelState small, GrowthRequest request, GrowthContext context) {
        GrowthPlan plan = operator.plan(request);
        return of(operator instanceof LearningOperator learning ? learning.learn(small, request, context) : plan, small, request);
    }

    /** Grows a model by a plan. */
    public static Grown of(GrowthPlan plan, ModelState small, GrowthRequest request) {
        return new Grown(StateGrowth.apply(plan, small, request.optimizerState(), request.seed()), plan);
    }

    /** Grows a model by a map and nothing else. */
    public static ModelState state(GrowthMap map, ModelState small, OptimizerStatePolicy policy, long seed) {
        return StateGrowth.apply(GrowthPlan.of(map, Preservation.NONE), small, policy, seed);
    }

    /** Returns where the entries of the grown model come from. */
    public GrowthMap map() {
        return plan.map();
    }

    /** Returns the ramps that begin with the growth. */
    public List<GateRamp> ramps() {
        return plan.ramps(state.gates());
    }
}
