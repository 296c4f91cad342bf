package growth.engine.cpu.embed;

import growth.api.model.Family;
import growth.engine.common.batch.Sequences;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.random.Dropout;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Pass;
import java.util.Arrays;

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
    final void finish(Worker worker, Pass pass, int row, float[] x) {
        if (gated && pass.gates().hidden() != null) {
            worker.kernels().multiply(x, pass.gates().hidden(), hidden);
        }
        if (pass.dropout().touches(Dropout.Site.EMBEDDING)) {
            pass.mask(worker, Dropout.Site.EMBEDDING, 0, row, x, hidden);
        }
    }

    /** Applies the hidden gate and dropout to the worker's embedded rows, or to their gradients. */
    final void finish(Worker worker, Pass pass, Region stream) {
        if (gated && pass.gates().hidden() != null || pass.dropout().touches(Dropout.Site.EMBEDDING)) {
            Sequences embedded = pass.rows().embedded();
            for (int row = worker.firstRow(embedded); row < worker.endRow(embedded); row++) {
                stream.read(row, worker.first());
                finish(worker, pass, row, worker.first());
                stream.write(row, worker.first());
            }
        }
    }

    /** Fills the worker's first row with the gradient to which is added. */
    final void beginGradient(Worker worker, Pass pass, long at) {
        if (pass.accumulate()) {
            pass.gradients().read(at, worker.first(), hidden);
        } else {
            Arrays.fill(worker.first(), 0, hidden, 0);
        }
    }

    /** Adds a row to the worker's first row. */
    final void add(Worker worker, FloatMemory memory, long at) {
        memory.read(at, worker.second(), hidden);
        worker.kernels().add(worker.first(), worker.second(), hidden);
    }

    /** Adds a scaled row to the worker's first row. */
    final void add(Worker worker, FloatMemory memory, long at, float weight) {
        memory.read(at, worker.second(), hidden);
        worker.kernels().scale(worker.second(), weight, hidden);
        worker.kernels().add(worker.first(), worker.second(), hidden);
    }
}
