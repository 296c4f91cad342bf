package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.algebra.GrownArrays;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.StateGrowth;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningOperator;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.Options;
import growth.api.training.PluginOrigin;
import growth.parallel.session.LocalStepsSession;
import growth.runtime.plugins.guard.Guarded;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An operator as a run uses it, held in place until the run is over.
 *
 * @param operator       the operator
 * @param origin         which code it is
 * @param options        its options
 * @param optimizerState the run's policy, or else the operator's default
 * @param learningRate   the run's policy, or else the operator's default
 * @param place          {@code file:line} where it is chosen
 */
public record LeasedOperator(GrowthOperator operator, PluginOrigin origin, Options options, OptimizerStatePolicy optimizerState,
        LearningRatePolicy learningRate, String place) {

    /**
     * Returns what the operator is asked for.
     *
     * @param from the present shape
     * @param to   the shape to grow to
     * @param seed seed of everything random in it
     */
    public GrowthRequest request(ModelShape from, ModelShape to, long seed) {
        return new GrowthRequest(from, to, options, optimizerState, seed);
    }

    /**
     * Asks the operator for the plan of a growth.
     *
     * @throws GrowthException (CONFIGURATION) if the operator refuses; (FAILING_PLUGIN) with the place if it fails, or plans a growth
     *                         between other shapes
     */
    public GrowthPlan plan(GrowthRequest request) {
        return planned(request, () -> operator.plan(request));
    }

    /**
     * Lets an operator that learns find out the plan of a growth.
     *
     * @param learning the operator
     * @throws GrowthException as {@link #plan}; also (DIVERGED) if what the operator trains diverges
     */
    public GrowthPlan learned(LearningOperator learning, ModelState state, GrowthRequest request, GrowthContext context) {
        return planned(request, () -> learning.learn(state, request, context));
    }

    /**
     * Performs a plan of the operator on a model in memory.
     *
     * @param arrays makes the arrays of the grown model
     * @throws GrowthException (FAILING_PLUGIN) with the place if a step of the operator's own fails
     */
    public ModelState performed(GrowthPlan plan, ModelState state, GrowthRequest request, GrownArrays arrays) {
        return placed(() -> StateGrowth.apply(plan, state, request.optimizerState(), request.seed(), arrays));
    }

    /**
     * Grows the outer momentum of local steps by a plan of the operator, which is performed next.
     *
     * @param state the small model
     * @throws GrowthException as {@link #performed}
     */
    public void grown(LocalStepsSession session, GrowthPlan plan, ModelState state, GrowthRequest request) {
        placed(() -> {
            session.growing(plan, state, request.seed());
            return session;
        });
    }

    /**
     * Tries parts of the growth that are the operator's own on some numbers, if it comes from the folder of plug-ins.
     *
     * @throws GrowthException as {@link #performed}
     */
    void rehearse(GrowthRequest request, Set<String> averages) {
        if (Guarded.foreign(operator) && !(operator instanceof LearningOperator)) {
            placed(() -> {
                new Rehearsal(Guarded.hurried(operator).plan(request), request, averages).run();
                return request;
            });
        }
    }

    private <T> T placed(Supplier<T> action) {
        try {
            return action.get();
        } catch (GrowthException e) {
            throw e.kind() == GrowthException.Kind.FAILING_PLUGIN ? e.at(place) : e;
        } catch (OutOfMemoryError e) {
            // The guard names operators of the folder; to one of the installation too large a model was given.
            throw e;
        } catch (RuntimeException | Error e) {
            throw new GrowthException(GrowthException.Kind.FAILING_PLUGIN, "the operator failed: " + e, e).at(place);
        }
    }

    private GrowthPlan planned(GrowthRequest request, Supplier<GrowthPlan> action) {
        GrowthPlan plan = placed(action);
        GrowthMap map = plan.map();
        // Zero padding scales the norms' epsilon (growth-methods 1.3); everything else is as asked for.
        if (!map.to().toBuilder().normEpsilon(request.to().normEpsilon()).build().equals(request.to())
                || !map.from().equals(request.from())) {
            throw new GrowthException(GrowthException.Kind.FAILING_PLUGIN, "the operator plans a growth from " + map.from()
                    + " to " + map.to() + " instead of one from " + request.from() + " to " + request.to()).at(place);
        }
        return plan;
    }
}
