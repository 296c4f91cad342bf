package growth.runtime.train.rate;

import growth.api.TrainingTime;
import growth.runtime.run.TimeScale;

/**
 * A length of part of a schedule.
 *
 * @param share    the length: a share of the whole run, or of what is left of it where the schedule begins
 * @param relative whether it is of what is left; a length written in steps, tokens or another unit stays as long as it is written
 */
public record Span(double share, boolean relative) {
    /** No length. */
    public static final Span NONE = new Span(0, false);

    /**
     * Returns the length as the run file gives it.
     *
     * @param what what the length is, for errors
     * @throws growth.api.GrowthException (CONFIGURATION) where its unit does not convert to the run's
     */
    public static Span of(String what, TrainingTime time, TimeScale scale) {
        return new Span(scale.requiredShare(what, time), time.unit() == TrainingTime.Unit.SHARE);
    }

    /** Returns the length as a share of {@code rest} (itself a share of the run, above 0), at most 1. */
    double of(double rest) {
        return Math.min(1, relative ? share : share / rest);
    }
}
