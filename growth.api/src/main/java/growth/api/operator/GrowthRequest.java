package growth.api.operator;

import growth.api.GrowthException;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.options.Options;
import java.util.stream.Stream;

/**
 * A requested growth.
 *
 * @param from           the model's shape
 * @param to             the requested shape
 * @param options        the operator's options
 * @param optimizerState what happens to the optimizer state
 * @param seed           seed of everything random in it
 */
public record GrowthRequest(ModelShape from, ModelShape to, Options options, OptimizerStatePolicy optimizerState, long seed) {
    /**
     * Gives the shape that operators make. The norms' epsilon is not a size: the grown model keeps the small model's, which an earlier
     * growth may have scaled.
     *
     * @return {@code to} with the epsilon of {@code from}
     */
    public ModelShape target() {
        return to.toBuilder().normEpsilon(from.normEpsilon()).build();
    }

    /** Returns whether the request enlarges the axis. */
    public boolean grows(Axis axis) {
        return to.size(axis) > from.size(axis);
    }

    /** Returns whether the request adds coordinates, neurons or query heads, or enlarges heads. */
    public boolean widens() {
        return Stream.of(Axis.HIDDEN, Axis.INTERMEDIATE, Axis.HEADS, Axis.HEAD_SIZE).anyMatch(this::grows);
    }

    /**
     * Makes an error about the growth as a whole; {@link Options#refuse} makes errors about one option.
     *
     * @param message in one line what cannot be done and what could
     * @return the error (CONFIGURATION) with the place where the operator was chosen, to be thrown
     */
    public GrowthException refuse(String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message).at(options.place("kind"));
    }
}
