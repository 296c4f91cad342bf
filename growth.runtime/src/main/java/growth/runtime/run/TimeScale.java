package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.TrainingTime.Unit;
import java.util.OptionalDouble;

/**
 * Converts training times of one run into shares of the run and into tokens. Steps, epochs, tokens and shares convert into each other by
 * the size of a step at full view and of the data; operations and seconds convert into shares only where the run's duration has that unit,
 * because growth changes what a step costs.
 *
 * @param duration       the whole run; its unit is no share
 * @param tokensPerStep  tokens (images) of one optimizer step at full view
 * @param tokensPerEpoch tokens (images) of the training data
 */
public record TimeScale(TrainingTime duration, long tokensPerStep, long tokensPerEpoch) {
    public TimeScale {
        if (duration.unit() == Unit.SHARE) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION,
                    "a run's duration cannot be a share of itself; write it in ba, ep, tok, flop or sec");
        }
        if (!(duration.value() > 0) || tokensPerStep < 1 || tokensPerEpoch < 1) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "a run needs a duration, a batch and data, none of them zero");
        }
    }

    /** Returns the same time; a share of the run in the unit of its duration. */
    public TrainingTime absolute(TrainingTime time) {
        return time.absolute(duration);
    }

    /** Returns tokens of that span of time; empty where operations or seconds would be needed to know. */
    public OptionalDouble tokens(TrainingTime time) {
        return absolute(time).inTokens(tokensPerStep, tokensPerEpoch);
    }

    /** Returns share of the run, 1 for its whole length; empty where the units do not convert. */
    public OptionalDouble share(TrainingTime time) {
        return time.shareOf(duration, tokensPerStep, tokensPerEpoch);
    }

    /**
     * Returns share of the run.
     *
     * @param what what the time is, for the error
     * @throws GrowthException (CONFIGURATION) where the units do not convert
     */
    public double requiredShare(String what, TrainingTime time) {
        return share(time).orElseThrow(() -> new GrowthException(GrowthException.Kind.CONFIGURATION, what + " " + time
                + " cannot be compared with a duration in " + duration.unit().suffix() + "; write a share such as 2%, or use the unit "
                + duration.unit().suffix()));
    }
}
