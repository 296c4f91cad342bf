package growth.api.schedule;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.options.Options;

/**
 * A request to plan a run.
 *
 * @param target         the shape the run ends with
 * @param duration       the whole run
 * @param tokensPerStep  tokens (images) of one optimizer step at full view
 * @param tokensPerEpoch tokens (images) of the training data
 * @param options        the schedule's options
 * @param seed           seed of everything random in it
 */
public record ScheduleRequest(ModelShape target, TrainingTime duration, long tokensPerStep, long tokensPerEpoch, Options options,
        long seed) {

    /**
     * @return the tokens of the whole run, if its duration says so by itself (not for a duration in flop or sec, which growth changes)
     */
    public java.util.OptionalDouble totalTokens() {
        return duration.inTokens(tokensPerStep, tokensPerEpoch);
    }
}
