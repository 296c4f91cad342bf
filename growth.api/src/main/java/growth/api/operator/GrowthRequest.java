package growth.api.operator;

import growth.api.model.ModelShape;
import growth.api.options.Options;

/**
 * A growth that is asked for.
 *
 * @param from           the model's shape
 * @param to             the shape it shall have
 * @param options        the operator's options
 * @param optimizerState what shall happen to the optimizer's state
 * @param seed           seed of everything random in it
 */
public record GrowthRequest(ModelShape from, ModelShape to, Options options, OptimizerStatePolicy optimizerState, long seed) {
}
