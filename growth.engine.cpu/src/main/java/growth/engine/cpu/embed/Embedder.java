package growth.engine.cpu.embed;

import growth.api.model.Family;
import growth.engine.common.batch.Sequences;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.random.Dropout;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Pass;

/** Makes the residual stream out of what the model sees. */
public abstract class Embedder {
    final int hidden;
    /** Whether the hidden gate is applied to embedded rows; a norm behind the embedding applies it itself. */
    private final boolean gated;

    Embedder(int hidden, boolean gated) {
        this.hidden = hidden;
        this.gated = gated;
    }

    /** Creates the family's embedder. */
    public static Embedder of(FlatLayout layout) {
        return layout.shape().family() == Family.VIT ? new PatchEmbedder(layout) : new TokenEmbedder(layout);
    }

    /** Writes the worker's embedded sequences, {@code [hidden]}. */
    public abstract void forward(Worker worker, Pass pass, Region stream);

    /**
     * Computes the gradients of the embeddings. The workers wait for each other.
     *
     * @param gradient gradient of the embedded sequences; lost afterwards
     */
    public abstract void backward(Worker worker, Pass pass, Region gradient);

    /** Returns the number of floats in the longest row that a worker needs. */
    public abstract int longestRow();

    /** Applies the hidden gate and dropout to an embedded row, or to its gradient. */
    final void finish(Worker worker, Pass pass, Region stream, int row) {
        if (gated && pass.gates().hidden() != null) {
            worker.kernels().multiply(stream.memory(), stream.row(row), pass.gates().hidden(), hidden);
        }
        if (pass.dropout().touches(Dropout.Site.EMBEDDING)) {
            pass.mask(worker, Dropout.Site.EMBEDDING, 0, row, stream, row);
        }
    }

    /** Applies the hidden gate and dropout to the worker's embedded rows, or to their gradients. */
    final void finish(Worker worker, Pass pass, Region stream) {
        if (gated && pass.gates().hidden() != null || pass.dropout().touches(Dropout.Site.EMBEDDING)) {
            Sequences embedded = pass.rows().embedded();
            for (int row = worker.firstRow(embedded); row < worker.endRow(embedded); row++) {
                finish(worker, pass, stream, row);
            }
        }
    }

    /** Sets the row of the gradients to 0 to which is added, unless it continues that of an earlier pass. */
    final void beginGradient(Pass pass, long at) {
        if (!pass.accumulate()) {
            pass.gradients().clear(at, at + hidden);
        }
    }

    /** Adds a row to a row. */
    final void add(Worker worker, FloatMemory sum, long at, FloatMemory memory, long from) {
        worker.kernels().add(sum, at, memory, from, hidden);
    }
}
