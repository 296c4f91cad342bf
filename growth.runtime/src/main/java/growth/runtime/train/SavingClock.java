package growth.runtime.train;

import java.util.function.LongSupplier;

/**
 * Decides by the clock when a run must be saved, so that a crash costs no more time than that. It is
 * the time of this process, whatever it was spent on: the loss would be of the same kind. Where saving takes long, it waits longer, so that
 * no more than a share of the time goes into it. For one thread.
 */
final class SavingClock {
    /** Saving takes at most one part of so many of the time. */
    private static final long PARTS = 20;
    private static final double NANOS_PER_MINUTE = 60e9;

    private final double interval;
    private final LongSupplier nanoTime;
    private long last;
    private long cost;

    /**
     * @param minutes  time between two savings; 0: never by the clock
     * @param nanoTime the clock, which starts now
     */
    SavingClock(double minutes, LongSupplier nanoTime) {
        this.interval = minutes > 0 ? minutes * NANOS_PER_MINUTE : Double.POSITIVE_INFINITY;
        this.nanoTime = nanoTime;
        last = nanoTime.getAsLong();
    }

    boolean due() {
        return nanoTime.getAsLong() - last >= Math.max(interval, PARTS * cost);
    }

    /**
     * Something was saved, for whatever reason.
     *
     * @param nanos time it took
     */
    void saved(long nanos) {
        cost = nanos;
        last = nanoTime.getAsLong();
    }
}
