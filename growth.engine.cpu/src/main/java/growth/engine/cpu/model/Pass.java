package growth.engine.cpu.model;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/**
 * One pass of a batch through the model. The sequences are shared out among the workers; each computes its own from the first layer to
 * the last.
 *
 * @param weights     the parameters
 * @param gradients   where their gradients go; null without a backward pass
 * @param workspace   memory of the activations
 * @param layout      places of the activations
 * @param input       what the model sees
 * @param full        the sequences as they are embedded
 * @param body        the sequences as the blocks see them: the same, unless they are pooled
 * @param scores      rows whose logits are made
 * @param labelWeight weight of a scored label in the loss: 1 / number of scored labels of the step
 * @param accumulate  whether gradients are added to those of an earlier pass
 * @param conditions  what runs, and how
 */
public record Pass(FloatMemory weights, FloatMemory gradients, FloatMemory workspace, ActivationLayout layout, Input input, Sequences full,
        Sequences body, Scores scores, float labelWeight, boolean accumulate, Conditions conditions) {

    /** @return the first of the worker's rows of the stream */
    int firstToken(Worker worker) {
        return body.firstRow(worker);
    }

    /** @return the first row of the stream behind the worker's */
    int endToken(Worker worker) {
        return body.endRow(worker);
    }

    /** @return number of the worker's rows of the stream */
    int tokens(Worker worker) {
        return body.rows(worker);
    }

    /** @return rows of the stream */
    int tokens() {
        return body.total();
    }

    /** @return what that block keeps */
    ActivationLayout.BlockRegions kept(int layer) {
        return layout.block(conditions.place(layer));
    }

    /** @return the residual stream before that block */
    Region before(int layer) {
        return layout.stream(conditions.place(layer));
    }

    /** @return the residual stream after that block */
    Region after(int layer) {
        return layout.stream(conditions.place(layer) + 1);
    }

    /** @return the residual stream after the last block that runs */
    Region last() {
        return layout.stream(conditions.layers().length);
    }

    /** @return the first of the worker's scored rows */
    int firstScore(Worker worker) {
        return scores.places().firstRow(worker);
    }

    /** @return the first scored row behind the worker's */
    int endScore(Worker worker) {
        return scores.places().endRow(worker);
    }

    /** @return whether the sequences are pooled */
    boolean pooled() {
        return conditions.pooling().isPresent();
    }

    /** @return the gates */
    GateRows gates() {
        return conditions.gates();
    }

    /** @return what is left out at random */
    Noise noise() {
        return conditions.noise();
    }
}
