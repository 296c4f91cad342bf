package growth.runtime.train;

import growth.api.TrainingTime;
import growth.api.training.Progress;
import java.util.Optional;

/**
 * A recurring event, such as an evaluation. A pure function of the progress before and after a step, so that a resumed
 * run does it at the same steps.
 *
 * @param every how often; empty: never
 */
record Recurrence(Optional<TrainingTime> every) {
    /** Forgives the rounding of shares: 600 of 2000 steps are three times 10 %, though 0.3 / 0.1 is a little below 3. */
    private static final double ROUNDING = 1 + 1e-12;

    /** Returns whether a whole multiple of the time was reached between the two. */
    boolean due(Progress before, Progress after) {
        return every.isPresent() && times(after) > times(before);
    }

    private double times(Progress progress) {
        TrainingTime time = every.orElseThrow();
        return Math.floor(progress.in(time.unit()) / time.value() * ROUNDING);
    }
}
