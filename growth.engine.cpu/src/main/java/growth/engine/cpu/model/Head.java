package growth.engine.cpu.model;

import growth.api.data.Batch;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import java.util.Arrays;

/**
 * The language-model head and its cross-entropy. Each worker takes its tokens in portions, so that only a small part of all logits exists at a time.
 *
 * @param linear maps the final norm's output to logits, {@code [vocabulary, hidden]}
 */
record Head(Linear linear) {
    /** Writes the logits of some tokens to a matrix of their own, {@code [tokens, vocabulary]}. */
    void logits(Worker worker, Pass pass, Region normed, FloatMemory logits, int firstToken, int tokens) {
        worker.gemm.multiplyByTransposed(tokens, linear.outputs(), linear.inputs(), 1, pass.workspace(), normed.row(firstToken), normed.columns(),
                pass.weights(), linear.at(), linear.inputs(), 0, logits, (long) firstToken * linear.outputs(), linear.outputs());
    }

    /** Adds the losses of some tokens to the worker's. */
    void loss(Worker worker, Pass pass, int firstToken, int tokens) {
        int portion = pass.layout().headRows();
        for (int done = 0; done < tokens; done += portion) {
            int n = Math.min(portion, tokens - done);
            logitsOfPortion(worker, pass, firstToken + done, n);
            score(worker, pass, firstToken + done, n, false);
        }
    }

    /** Adds the losses of the worker's tokens to the worker's, writes the gradient of {@code normed} to {@code dx} and that of the weight. */
    void lossAndGradient(Worker worker, Pass pass, Region dx) {
        ActivationLayout layout = pass.layout();
        int portion = layout.headRows();
        int firstToken = firstToken(worker, pass, worker.index());
        int tokens = firstToken(worker, pass, worker.index() + 1) - firstToken;
        int longest = (pass.rows() + worker.count() - 1) / worker.count() * pass.sequence();
        boolean accumulate = pass.accumulate();
        for (int done = 0; done < longest; done += portion) {
            int n = Math.max(0, Math.min(portion, tokens - done));
            logitsOfPortion(worker, pass, firstToken + done, n);
            score(worker, pass, firstToken + done, n, true);
            worker.gemm.multiply(n, linear.inputs(), linear.outputs(), 1, pass.workspace(), portionRow(worker, layout, 0), linear.outputs(),
                    pass.weights(), linear.at(), linear.inputs(), 0, pass.workspace(), dx.row(firstToken + done), dx.columns());
            worker.awaitOthers();
            accumulate = weightGradient(worker, pass, done, accumulate);
            worker.awaitOthers();
        }
    }

    /** Sums the weight's gradient over the portions of all workers; returns true if there were any tokens or {@code accumulate} was true. */
    private boolean weightGradient(Worker worker, Pass pass, int done, boolean accumulate) {
        ActivationLayout layout = pass.layout();
        boolean written = accumulate;
        for (int other = 0; other < worker.count(); other++) {
            int first = firstToken(worker, pass, other) + done;
            int n = Math.min(layout.headRows(), firstToken(worker, pass, other + 1) - first);
            if (n > 0) {
                linear.addWeightGradient(worker, pass, layout.logits(), (long) other * layout.headRows(), layout.finalNormed(), first, n, written);
                written = true;
            }
        }
        return written;
    }

    private static int firstToken(Worker worker, Pass pass, int other) {
        return (int) worker.from(pass.rows(), other) * pass.sequence();
    }

    private static long portionRow(Worker worker, ActivationLayout layout, int row) {
        return layout.logits().row((long) worker.index() * layout.headRows() + row);
    }

    private void logitsOfPortion(Worker worker, Pass pass, int firstToken, int tokens) {
        Region normed = pass.layout().finalNormed();
        worker.gemm.multiplyByTransposed(tokens, linear.outputs(), linear.inputs(), 1, pass.workspace(), normed.row(firstToken), normed.columns(),
                pass.weights(), linear.at(), linear.inputs(), 0, pass.workspace(), portionRow(worker, pass.layout(), 0), linear.outputs());
    }

    /** Adds up the losses of a portion and replaces its logits by their gradients, if wanted. */
    private void score(Worker worker, Pass pass, int firstToken, int tokens, boolean gradient) {
        int vocabulary = linear.outputs();
        for (int i = 0; i < tokens; i++) {
            int label = pass.labels()[firstToken + i];
            long at = portionRow(worker, pass.layout(), i);
            if (label != Batch.IGNORED) {
                pass.workspace().read(at, worker.first, vocabulary);
                worker.loss += worker.kernels.crossEntropy(worker.first, label, pass.labelWeight(), vocabulary);
            } else if (gradient) {
                Arrays.fill(worker.first, 0, vocabulary, 0);
            }
            if (gradient) {
                pass.workspace().write(at, worker.first, vocabulary);
            }
        }
    }
}
