package growth.runtime.prepare;

import growth.api.model.ModelShape;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.Options;
import growth.api.training.PluginOrigin;

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
     * @param from the present shape
     * @param to   the shape to grow to
     * @param seed seed of everything random in it
     * @return what the operator is asked for
     */
    public GrowthRequest request(ModelShape from, ModelShape to, long seed) {
        return new GrowthRequest(from, to, options, optimizerState, seed);
    }
}
