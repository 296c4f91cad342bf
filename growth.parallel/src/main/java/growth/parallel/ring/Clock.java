package growth.parallel.ring;

import growth.parallel.group.Patience;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** When to give a sign of life, and when to stop waiting. */
final class Clock {
    private static final long MOST_BEAT = TimeUnit.SECONDS.toNanos(5);
    /** Signs of life in the time that others wait for one: some may be late, or a garbage collection in between. */
    private static final int BEATS = 6;

    private final long silence;
    private final long beat;
    private final long work;
    private long counted;
    private long since;

    Clock(Patience patience) {
        silence = patience.silence().toNanos();
        beat = Math.min(MOST_BEAT, silence / BEATS);
        work = patience.work().toNanos();
    }

    long workNanos() {
        return work;
    }

    long silenceNanos() {
        return silence;
    }

    long beatNanos() {
        return beat;
    }

    /** Returns how long to sleep at most, so that no sign of life is much too late. */
    long beatMillis() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(beat / 2));
    }

    /** Begins to wait for a collective. */
    void begin(long now) {
        since = now;
    }

    /**
     * Returns whether a collective has not moved for too long.
     *
     * @param moved a number that changes whenever it does
     */
    boolean stalled(long now, long moved) {
        if (moved != counted) {
            counted = moved;
            since = now;
        }
        return now - since > work;
    }

    static String words(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        if (time.toSeconds() >= 600 && time.toSeconds() % 60 == 0) {
            return time.toMinutes() + " min";
        }
        return time.toSeconds() >= 10 ? time.toSeconds() + " s" : time.toMillis() / 1000.0 + " s";
    }
}
