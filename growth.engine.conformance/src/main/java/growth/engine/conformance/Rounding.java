package growth.engine.conformance;

/**
 * How far results may be from exact ones because of the number format in which an engine multiplies. Each part is the least tolerance of
 * one kind of comparison; where a comparison grants more in single precision, that holds.
 *
 * @param logits    relative to the norm of the logits
 * @param losses    in nats
 * @param gradients relative to the norm of a tensor's gradient
 * @param zeros     the least norm of a tensor's gradient for that, relative to the largest norm of any: what is 0 in theory, as the
 *                  gradients of the biases of keys, is what its rounded terms leave
 */
public record Rounding(double logits, double losses, double gradients, double zeros) {
    /** Single precision throughout: the tolerances that are written in the tests. */
    public static final Rounding SINGLE = new Rounding(0, 0, 0, 0);
    /**
     * Operands of products in bfloat16, all else in single precision. An operand is off by at most 2⁻⁹ of itself (0.2 %), at random: the
     * logits of small models are off by 0.2 to 0.9 %, their losses by up to 0.003 (0.008 after ten steps), and the gradients of a tensor by
     * 0.2 to 2 %, those of the smallest models, in which little averages out, by up to 8 %. libtorch's are no nearer.
     */
    public static final Rounding BF16 = new Rounding(2e-2, 3e-2, 1e-1, 1e-2);

    /** Returns the tolerance of a comparison of logits, relative to their norm. */
    public double logits(double single) {
        return Math.max(single, logits);
    }

    /** Returns the tolerance of a comparison of losses, in nats. */
    public double losses(double single) {
        return Math.max(single, losses);
    }

    /** Returns the tolerance of a comparison of gradients, relative to their norm. */
    public double gradients(double single) {
        return Math.max(single, gradients);
    }

    /** Returns the least norm of a gradient to which is compared, relative to the largest norm of any. */
    public double zeros(double single) {
        return Math.max(single, zeros);
    }
}
