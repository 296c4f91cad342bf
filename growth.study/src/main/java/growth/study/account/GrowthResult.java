package growth.study.account;

import java.util.List;

/**
 * One growth of one run.
 *
 * @param seed         of the run
 * @param operator     kind of the operator
 * @param from         shape before, in words
 * @param to           shape after, in words
 * @param at           where
 * @param recovery     what it did to the loss
 * @param preservation what it did to the function
 * @param health       what came of the new parameters
 */
public record GrowthResult(long seed, String operator, String from, String to, At at, Recovery recovery, Preservation preservation,
        Health health) {
    /**
     * @param before loss right before, on the first part of the validation data
     * @param after  loss right after, on the same data
     * @param steps  until an evaluation was as low as the last one before; 0 if the loss did not rise, infinite if none was, NaN if there
     *               was none after
     * @param flops  spent until then
     */
    public record Recovery(double before, double after, double steps, double flops) {
    }

    /**
     * @param claimed        e.g. {@code exact}
     * @param maxLogitChange largest |Δlogit| that was measured
     */
    public record Preservation(String claimed, double maxLogitChange) {
    }

    /**
     * @param newGradientNorm gradient norm of new parameters at their first step
     * @param dead            names of parameters that got no gradient
     * @param copyDistance    between copies and what they were copied from, at the first step
     */
    public record Health(double newGradientNorm, List<String> dead, double copyDistance) {
        public Health {
            dead = List.copyOf(dead);
        }
    }
}
