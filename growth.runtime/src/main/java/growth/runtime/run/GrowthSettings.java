package growth.runtime.run;

import growth.api.TrainingTime;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.Option;
import java.util.Optional;

/**
 * The section {@code growth}: how a run grows.
 *
 * @param schedule    when, and to what
 * @param operator    how
 * @param policies    what else happens at a growth
 * @param trainsPlace {@code file:line} where it is said what learns after a growth
 */
public record GrowthSettings(PluginChoice schedule, PluginChoice operator, Policies policies, String trainsPlace) {
    /**
     * The run's policies at a growth.
     *
     * @param optimizerState what happens to the optimizer's state; empty: the operator's default
     * @param learningRate   what happens to the learning rate; empty: the operator's default
     * @param rewarm         length of the warm-up of {@link LearningRatePolicy#REWARM}
     * @param trains         what learns after a growth; empty: everything
     * @param incomplete     what it means if the run ends before its last stage
     */
    public record Policies(
            @Option(description = "what a growth does to the optimizer state: discards it (reset), moves moments along with the "
                    + "values (carry), also scales them like gradients (scaled), or gives copies none (asymmetric); if absent, what "
                    + "the operator's paper does") Optional<OptimizerStatePolicy> optimizerState,
            @Option(description = "what the learning rate does at a growth: it continues (continue), starts again with warm-up over "
                    + "the rest of the run (restart), returns to its peak (rewind), or continues after a short linear rise "
                    + "(rewarm); if absent, what the operator's paper does") Optional<LearningRatePolicy> learningRate,
            @Option(description = "length of the rise after a growth with learning-rate rewarm; a share is of the rest of the run",
                    defaultValue = "1%") TrainingTime rewarm,
            @Option(description = "what learns after a growth: everything (all), or only the layers that it inserted (new); if absent, all")
            Optional<TrainablePolicy> trains,
            @Option(description = "what happens when the run ends before its last stage: its summary says so (warn), or the command fails"
                    + " as well, with exit status 7 (fail)", defaultValue = "warn") Incomplete incomplete) {
    }
}
