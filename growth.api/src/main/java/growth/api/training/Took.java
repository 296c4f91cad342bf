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
}
