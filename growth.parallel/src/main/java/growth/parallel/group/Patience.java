package growth.parallel.group;

import java.time.Duration;

/**
 * How long a rank waits for others.
 *
 * @param meeting for all ranks to come, from the first one's start on
 * @param silence for a sign of life of a neighbour. Ranks give one several times in this time, from a thread of its own, whatever else
 *                they do; a stopped process and a cut network do not.
 * @param work    for a living rank to come to the collective in which this one is: the longest growth or saving for which others wait
 */
public record Patience(Duration meeting, Duration silence, Duration work) {
    private static final Duration LONGEST = Duration.ofDays(365);
    /** Five minutes to meet, half a minute of silence, an hour of work. */
    public static final Patience DEFAULT = new Patience(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofHours(1));

    /**
     * @throws IllegalArgumentException if a time is not positive, or is longer than a year
     */
    public Patience {
        for (Duration each : new Duration[] {meeting, silence, work}) {
            if (each.isNegative() || each.isZero() || each.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(each + " is no time to wait");
            }
        }
    }

    /** Returns a copy with another time to meet. */
    public Patience meeting(Duration longest) {
        return new Patience(longest, silence, work);
    }

    /** Returns a copy with another time of silence. */
    public Patience silence(Duration longest) {
        return new Patience(meeting, longest, work);
    }

    /** Returns a copy with another time of work. */
    public Patience work(Duration longest) {
        return new Patience(meeting, silence, longest);
    }
}
