package growth.engine.cpu.model;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import java.util.Arrays;

/**
 * The token embedding.
 *
 * @param at         first element of the table {@code [vocabulary, hidden]}
 * @param vocabulary token ids
 * @param hidden     hidden size
 * @param tied       whether the table is the head too, which then has written its gradient before
 */
record Embedding(long at, int vocabulary, int hidden, boolean tied) {
    /** Writes the embeddings of the worker's tokens to the stream. */
    void forward(Worker worker, Pass pass, Region stream) {
        for (int token = pass.firstToken(worker); token < pass.endToken(worker); token++) {
            pass.weights().read(row(pass.inputs()[token]), worker.first, hidden);
            pass.workspace().write(stream.row(token), worker.first, hidden);
        }
    }

    /**
     * Adds the stream's gradient to the rows of the tokens. Each worker serves the ids that leave its number as remainder, so that
     * frequent (low) ids are shared out too, and takes all tokens in their order; all workers must have written the gradient.
     */
    void weightGradient(Worker worker, Pass pass, Region gradient) {
        FloatMemory gradients = pass.gradients();
        if (!tied && !pass.accumulate()) {
            Arrays.fill(worker.first, 0, hidden, 0);
            for (int id = worker.index(); id < vocabulary; id += worker.count()) {
                gradients.write(row(id), worker.first, hidden);
            }
        }
        for (int token = 0; token < pass.tokens(); token++) {
            int id = pass.inputs()[token];
            if (id % worker.count() == worker.index()) {
                gradients.read(row(id), worker.first, hidden);
                pass.workspace().read(gradient.row(token), worker.second, hidden);
                worker.kernels.add(worker.first, worker.second, hidden);
                gradients.write(row(id), worker.first, hidden);
            }
        }
    }

    private long row(int id) {
        return at + (long) id * hidden;
    }
}
