package growth.api.training;

import java.util.OptionalDouble;

/**
 * What an evaluation measured on one validation set.
 *
 * @param loss        mean over the scored labels, in nats; NaN if it was not finite
 * @param scored      scored labels
 * @param correct     scored labels to which the model gives the highest logit
 * @param bitsPerByte bits per UTF-8 byte of the scored text; empty for data without text and for masked labels,
 *                    and where it was not measured
 */
public record Score(double loss, long scored, long correct, OptionalDouble bitsPerByte) {
    /** Returns the share of scored labels to which the model gives the highest logit. */
    public double accuracy() {
        return correct / (double) scored;
    }
}
