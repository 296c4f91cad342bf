package growth.engine.cpu;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.engine.common.batch.BatchRows;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Conditions;
import growth.engine.cpu.pass.Needs;
import growth.engine.cpu.pass.Pass;
import growth.engine.cpu.pass.Past;

/**
 * A worker that computes one sequence alone, some positions at a time, with memory of its own for their activations. It computes in single
 * precision, whatever the session trains in: products of one row wait for the weights, and those of a few are not worth compiling.
 */
final class Soloist implements AutoCloseable {
    /** Positions computed at once: as many queries as attention takes at a time. */
    private static final int MOST = 64;

    private final Worker worker;
    private final Model model;
    private final BatchRows rows = new BatchRows();
    private final FloatMemory memory;
    private final Activations activations;
    private final int most;

    /**
     * @param worker  works alone
     * @param longest positions of the longest sequence
     * @param threads number of threads, of which one is the worker's
     */
    Soloist(Worker worker, Model model, int longest, int threads) {
        this.worker = worker;
        this.model = model;
        most = Math.min(MOST, longest);
        Needs needs = new Needs(EngineOptions.of(1, 1, 0), longest, most, model.shape().layers(), false, false, false, true);
        memory = FloatMemory.uninitialised(Activations.sizes(model.shape(), needs).length(), threads);
        activations = Activations.of(model.shape(), needs, memory, null);
        worker.fitRows(Math.max(model.transformer().longestRow(), longest));
    }

    /** Returns how many positions it computes at once. */
    int most() {
        return most;
    }

    /**
     * Computes the next positions of a sequence.
     *
     * @param tokens one row of at most {@link #most} tokens
     * @param past   the positions before, behind which those of the tokens are kept
     * @param logits takes the logits of the last position, {@code [1, vocabulary]}
     * @param wanted whether they are wanted
     */
    void read(Conditions conditions, Batch.Tokens tokens, Past past, Region logits, boolean wanted) {
        rows.readOn(tokens, wanted);
        model.transformer().logits(worker, new Pass(rows, conditions, activations, model.parameters(), null, null, 1, false, past),
                logits);
    }

    @Override
    public void close() {
        memory.close();
    }
}
