package growth.runtime.train;

import java.util.function.DoubleUnaryOperator;
import java.util.function.LongSupplier;

/**
 * Measures what counts as the seconds of a run. Durations, growths and evaluations may go by them, so that all ranks of a run take those
 * of one.
 *
 * @param nanoTime the clock of this process
 * @param agreed   what this process measured → what counts, in seconds
 */
record TrainingClock(LongSupplier nanoTime, DoubleUnaryOperator agreed) {
    /** Returns the moment, for {@link #since}. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** Returns the seconds since then. */
    double since(long begin) {
        return agreed.applyAsDouble((nanoTime.getAsLong() - begin) / 1e9);
    }
}
