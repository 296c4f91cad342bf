package growth.engine.cpu.pass;

import growth.engine.cpu.batch.BatchRows;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;

/**
 * One pass of a batch through the model. The workers share out the sequences; each computes its own from the first layer to the last.
 *
 * @param rows        the batch
 * @param conditions  what runs, and how
 * @param activations memory of the activations
 * @param weights     the parameters
 * @param gradients   takes their gradients; null without a backward pass
 * @param labelWeight weight of a scored label in the loss: 1 / number of scored labels of the step
 * @param accumulate  whether gradients are added to those of an earlier pass
 */
public record Pass(BatchRows rows, Conditions conditions, Activations activations, FloatMemory weights, FloatMemory gradients,
        float labelWeight, boolean accumulate) {
    /** Returns the first of the worker's rows of the stream. */
    public int first(Worker worker) {
        return rows.body().firstRow(worker);
    }

    /** Returns the first row of the stream behind the worker's. */
    public int end(Worker worker) {
        return rows.body().endRow(worker);
    }

    /** Returns the first of the worker's scored rows. */
    public int firstScored(Worker worker) {
        return rows.scored().firstRow(worker);
    }

    /** Returns the first scored row behind the worker's. */
    public int endScored(Worker worker) {
        return rows.scored().endRow(worker);
    }

    /** Returns what a block keeps. */
    public Activations.BlockRegions kept(int layer) {
        return activations.block(conditions.place(layer));
    }

    /** Returns the residual stream before a block, {@code [hidden]}. */
    public Region before(int layer) {
        return activations.stream(conditions.place(layer));
    }

    /** Returns the residual stream after a block, {@code [hidden]}. */
    public Region after(int layer) {
        return activations.stream(conditions.place(layer) + 1);
    }

    /** Returns the residual stream after the last block that runs, {@code [hidden]}. */
    public Region last() {
        return activations.stream(conditions.layers().length);
    }

    /** Returns whether the sequences are pooled. */
    public boolean pooled() {
        return conditions.pooling().isPresent();
    }

    /** Returns the gates. */
    public GateRows gates() {
        return conditions.gates();
    }

    /** Returns what is dropped at random. */
    public Dropout dropout() {
        return conditions.dropout();
    }
}
