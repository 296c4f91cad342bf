package growth.api.suite;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A model's score at one task.
 *
 * @param task       the task's name
 * @param examples   how many were asked
 * @param shots      solved examples before each
 * @param exactMatch share of examples in which every token of the answer is the one that the model gives the highest logit, and the one
 *                   behind it if it counts: what greedy decoding gets right
 * @param loss       nats per token of the answer: the mean over examples of each answer's mean
 * @param answerLoss nats per answer: the mean over examples of the sum over its tokens
 * @param choice     share of examples in which the answer is less surprising, in nats per answer, than every wrong one; empty without
 *                   wrong answers
 * @param chance     what is right by chance; empty if it is not known
 * @param cost       what it took
 */
public record TaskScore(String task, int examples, int shots, Estimate exactMatch, Estimate loss, Estimate answerLoss,
        Optional<Estimate> choice, OptionalDouble chance, Cost cost) {
    public TaskScore {
        Objects.requireNonNull(task);
        Objects.requireNonNull(choice);
        Objects.requireNonNull(chance);
    }

    /**
     * What scoring took. It is no part of the training's cost.
     *
     * @param seconds time
     * @param flops   operations of the forward passes
     */
    public record Cost(double seconds, double flops) {
        /** Returns both together. */
        public Cost plus(Cost other) {
            return new Cost(seconds + other.seconds, flops + other.flops);
        }
    }
}
