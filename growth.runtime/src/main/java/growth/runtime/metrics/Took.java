package growth.runtime.metrics;

import java.util.OptionalDouble;

/**
 * What something took besides, or in, training; empty where the record does not tell.
 *
 * @param seconds time
 * @param flops   operations
 */
public record Took(OptionalDouble seconds, OptionalDouble flops) {
    /** Nothing is recorded. */
    public static final Took UNKNOWN = new Took(OptionalDouble.empty(), OptionalDouble.empty());
}
