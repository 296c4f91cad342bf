package growth.api.training;

import java.util.OptionalDouble;

/**
 * What something took; empty where it was not measured.
 *
 * @param seconds time
 * @param flops   operations
 */
public record Took(OptionalDouble seconds, OptionalDouble flops) {
    /** Nothing is recorded. */
    public static final Took UNKNOWN = new Took(OptionalDouble.empty(), OptionalDouble.empty());

    /** Returns what was measured. */
    public static Took of(double seconds, double flops) {
        return new Took(OptionalDouble.of(seconds), OptionalDouble.of(flops));
    }

    /** Returns both together; unknown if one of them is. */
    public Took plus(Took other) {
        return new Took(sum(seconds, other.seconds), sum(flops, other.flops));
    }

    private static OptionalDouble sum(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() && other.isPresent() ? OptionalDouble.of(one.getAsDouble() + other.getAsDouble()) : OptionalDouble.empty();
    }
}
