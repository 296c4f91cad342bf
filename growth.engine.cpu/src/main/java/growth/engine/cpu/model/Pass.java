package growth.engine.cpu.model;

import growth.engine.cpu.memory.FloatMemory;

/**
 * One pass of a batch through the model. The sequences are shared out among the workers; each computes its own from the first layer to
 * the last.
 *
 * @param weights     the parameters
 * @param gradients   where their gradients go; null without a backward pass
 * @param workspace   memory of the activations
 * @param layout      places of the activations
 * @param rows        sequences of the batch
 * @param sequence    tokens per sequence
 * @param inputs      token ids, {@code [rows·sequence]}
 * @param labels      the tokens to be predicted, {@code [rows·sequence]}
 * @param labelWeight weight of a scored label in the loss: 1 / number of scored labels of the step
 * @param accumulate  whether gradients are added to those of an earlier pass
 */
public record Pass(FloatMemory weights, FloatMemory gradients, FloatMemory workspace, ActivationLayout layout, int rows, int sequence,
        int[] inputs, int[] labels, float labelWeight, boolean accumulate) {

    /** @return tokens of the batch */
    int tokens() {
        return rows * sequence;
    }

    /** @return the first of the worker's sequences */
    int firstSequence(Worker worker) {
        return (int) worker.from(rows);
    }

    /** @return the first sequence behind the worker's */
    int endSequence(Worker worker) {
        return (int) worker.to(rows);
    }

    /** @return the first of the worker's tokens */
    int firstToken(Worker worker) {
        return firstSequence(worker) * sequence;
    }

    /** @return the first token behind the worker's */
    int endToken(Worker worker) {
        return endSequence(worker) * sequence;
    }

    /** @return number of the worker's tokens */
    int tokens(Worker worker) {
        return endToken(worker) - firstToken(worker);
    }

    /** @return the most tokens that any worker of a team of that size has */
    int mostTokens(int workers) {
        return (rows + workers - 1) / workers * sequence;
    }
}
