package growth.engine.cpu.pass;

import growth.engine.common.batch.BatchRows;
import growth.engine.common.batch.Sequences;
import growth.engine.common.model.GateRows;
import growth.engine.common.random.Dropout;
import growth.engine.cpu.memory.Bf16Memory;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;

/**
 * One pass of a batch through the model. The workers share out the sequences; each computes its own from the first layer to the last.
 * Where the sequences do not divide evenly, the workers share out the rows of the stream instead, and the heads of all sequences in
 * attention: then they meet wherever one reads rows of another ({@link #meet}).
 *
 * @param rows           the batch
 * @param conditions     what runs, and how
 * @param activations    memory of the activations
 * @param weights        the parameters
 * @param roundedWeights the parameters in bfloat16, at the same places, for products; null where these are in single precision
 * @param gradients      takes the gradients of the parameters; null without a backward pass
 * @param labelWeight    weight of a scored label in the loss: 1 / number of scored labels of the step
 * @param accumulate     whether gradients are added to those of an earlier pass
 * @param past           what stands before the sequences
 */
public record Pass(BatchRows rows, Conditions conditions, Activations activations, FloatMemory weights, Bf16Memory roundedWeights,
        FloatMemory gradients, float labelWeight, boolean accumulate, Past past) {
    /** Returns whether sequences are split over workers. Pooled ones never are. */
    private boolean splits(Worker worker) {
        return !pooled() && rows.body().count() % worker.count() != 0;
    }

    /** Waits for the other workers where sequences are split over them, so that each may read what the others have written. */
    public void meet(Worker worker) {
        if (splits(worker)) {
            worker.awaitOthers();
        }
    }

    /** Returns the first of the worker's rows of the stream. */
    public int first(Worker worker) {
        return first(worker, rows.body());
    }

    /** Returns the first row of the stream behind the worker's. */
    public int end(Worker worker) {
        return end(worker, rows.body());
    }

    /** Returns the first of the worker's scored rows. */
    public int firstScored(Worker worker) {
        return first(worker, rows.scored());
    }

    /** Returns the first scored row behind the worker's. */
    public int endScored(Worker worker) {
        return end(worker, rows.scored());
    }

    /** Returns the first of the worker's rows of those sequences. */
    public int first(Worker worker, Sequences sequences) {
        return splits(worker) ? (int) worker.from(sequences.total()) : worker.firstRow(sequences);
    }

    /** Returns the first row of those sequences behind the worker's. */
    public int end(Worker worker, Sequences sequences) {
        return splits(worker) ? (int) worker.to(sequences.total()) : worker.endRow(sequences);
    }

    /**
     * Returns the first of the worker's parts of sequences; part p of sequence s has the number s·parts + p.
     *
     * @param parts number of parts of a sequence that are computed apart, such as heads of attention
     */
    public int firstPart(Worker worker, int parts) {
        return splits(worker) ? (int) worker.from((long) rows.body().count() * parts) : worker.firstSequence(rows.body()) * parts;
    }

    /** Returns the first part of sequences behind the worker's. */
    public int endPart(Worker worker, int parts) {
        return splits(worker) ? (int) worker.to((long) rows.body().count() * parts) : worker.endSequence(rows.body()) * parts;
    }

    /** Rounds the worker's rows of the stream in a region for products, if these read rounded copies. */
    public void round(Worker worker, Region region) {
        region.round(worker.gemm(), first(worker), end(worker) - first(worker));
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

    /**
     * Masks a row.
     *
     * @param row number of the row at that site of that block, which decides with the places of its elements about the mask
     * @param x   has the row
     * @param at  number of the row in x
     */
    public void mask(Worker worker, Dropout.Site site, int layer, long row, Region x, long at) {
        Dropout dropout = dropout();
        worker.kernels().dropout(x.memory(), x.row(at), dropout.key(site, layer, row), dropout.threshold(site), dropout.scale(site),
                x.columns());
    }
}
