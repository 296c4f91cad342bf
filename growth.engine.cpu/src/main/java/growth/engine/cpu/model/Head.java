package growth.engine.cpu.model;

import growth.api.data.Batch;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import java.util.Arrays;

/**
 * The language-model head and its cross-entropy. Each worker takes its tokens in portions, so that only a small part of all logits
 * exists at a time.
 *
 * @param linear maps the final norm's output to logits, {@code [vocabulary, hidden]}
 */
record Head(Linear linear) {
    /** Writes the logits of the worker's tokens to a matrix of their own, {@code [tokens, vocabulary]}. */
    void logits(Worker worker, Pass pass, FloatMemory logits) {
        int first = pass.firstToken(worker);
        long y = (long) first * linear.outputs();
        linear.forward(worker, pass, pass.layout().finalNormed().row(first), logits, y, pass.tokens(worker));
    }

    /** Adds the losses of the worker's tokens to the worker's. */
    void loss(Worker worker, Pass pass) {
        int portion = pass.layout().headRows();
        for (int token = pass.firstToken(worker); token < pass.endToken(worker); token += portion) {
            score(worker, pass, token, Math.min(portion, pass.endToken(worker) - token), false);
        }
    }

    /**
     * Adds the losses of the worker's tokens to the worker's, and computes gradients.
     *
     * @param dx  takes the gradient of the final norm's output
     * @param all all workers
     */
    void lossAndGradients(Worker worker, Pass pass, Region dx, Worker[] all) {
        int portion = pass.layout().headRows();
        boolean accumulate = pass.accumulate();
        for (int done = 0; done < pass.mostTokens(worker.count()); done += portion) {
            int first = pass.firstToken(worker) + done;
            int tokens = portion(worker, pass, done);
            score(worker, pass, first, tokens, true);
            linear.backward(worker, pass, portionAt(worker, pass), dx.row(first), tokens);
            worker.awaitOthers();
            for (Worker other : all) {
                int others = portion(other, pass, done);
                if (others > 0) {
                    long x = pass.layout().finalNormed().row(pass.firstToken(other) + done);
                    linear.weightGradient(worker, pass, portionAt(other, pass), x, others, accumulate);
                    accumulate = true;
                }
            }
            worker.awaitOthers();
        }
    }

    /** Number of tokens in the portion that follows those done. */
    private static int portion(Worker worker, Pass pass, int done) {
        return Math.max(0, Math.min(pass.layout().headRows(), pass.tokens(worker) - done));
    }

    /** Place of a worker's portion of logits. */
    private static long portionAt(Worker worker, Pass pass) {
        return pass.layout().logits().row((long) worker.index() * pass.layout().headRows());
    }

    /** Makes the logits of a portion, adds up their losses and replaces them by their gradients, if wanted. */
    private void score(Worker worker, Pass pass, int firstToken, int tokens, boolean gradient) {
        FloatMemory workspace = pass.workspace();
        int vocabulary = linear.outputs();
        long logits = portionAt(worker, pass);
        linear.forward(worker, pass, pass.layout().finalNormed().row(firstToken), workspace, logits, tokens);
        for (int i = 0; i < tokens; i++) {
            int label = pass.labels()[firstToken + i];
            long row = logits + (long) i * vocabulary;
            if (label != Batch.IGNORED) {
                workspace.read(row, worker.first, vocabulary);
                worker.loss += worker.kernels.crossEntropy(worker.first, label, pass.labelWeight(), vocabulary);
            } else {
                Arrays.fill(worker.first, 0, vocabulary, 0);
            }
            if (gradient) {
                workspace.write(row, worker.first, vocabulary);
            }
        }
    }
}
