package growth.engine.cpu.model;

import growth.engine.cpu.memory.FloatMemory;

/**
 * One pass of a batch through the model.
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
public record Pass(FloatMemory weights, FloatMemory gradients, FloatMemory workspace, ActivationLayout layout, int rows, int sequence, int[] inputs,
        int[] labels, float labelWeight, boolean accumulate) {

    /** @return tokens of the batch */
    int tokens() {
        return rows * sequence;
    }
}
