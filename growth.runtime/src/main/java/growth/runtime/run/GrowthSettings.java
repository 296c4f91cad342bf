package growth.runtime.run;

import growth.api.TrainingTime;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import java.util.Optional;

/**
 * How a run grows.
 *
 * @param schedule       when, and to what
 * @param operator       how
 * @param optimizerState what happens to the optimizer's state; empty: the operator's default
 * @param learningRate   what happens to the learning rate; empty: the operator's default
 * @param rewarm         length of the warm-up of {@link LearningRatePolicy#REWARM}
 * @param trains         what learns after a growth
 * @param trainsPlace    {@code file:line} where that is said
 * @param incomplete     what it means if the run ends before its last stage
 */
public record GrowthSettings(PluginChoice schedule, PluginChoice operator, Optional<OptimizerStatePolicy> optimizerState,
        Optional<LearningRatePolicy> learningRate, TrainingTime rewarm, TrainablePolicy trains, String trainsPlace,
        Incomplete incomplete) {
}
