package growth.engine.cpu.model;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/**
 * The language-model head or classifier and its cross-entropy. Each worker takes its scored rows in portions, so that only a small part of
 * all logits exists at a time.
 *
 * @param linear maps the head's input to logits
 */
record Head(Linear linear) {
    /** Writes the logits of the worker's scored rows to a matrix of their own, {@code [scored, vocabulary]}. */
    void logits(Worker worker, Pass pass, FloatMemory logits) {
        int first = pass.firstScore(worker);
        linear.forward(worker, pass, pass.layout().head().normed(), first, logits, new Region(0, linear.outputs()), first,
                pass.endScore(worker) - first);
    }

    /** Adds the losses of the worker's scored rows to the worker's, and counts the labels that are right. */
    void loss(Worker worker, Pass pass) {
        int portion = pass.layout().head().rows();
        for (int row = pass.firstScore(worker); row < pass.endScore(worker); row += portion) {
            score(worker, pass, row, Math.min(portion, pass.endScore(worker) - row), false);
        }
    }

    /**
     * Adds the losses of the worker's scored rows to the worker's, and computes the gradients of the head, if it learns, and of its input.
     *
     * @param all all workers
     */
    void lossAndGradients(Worker worker, Pass pass, Worker[] all) {
        int portion = pass.layout().head().rows();
        boolean learns = pass.conditions().trainable().head();
        boolean accumulate = pass.accumulate();
        int most = 0;
        for (Worker other : all) {
            most = Math.max(most, pass.endScore(other) - pass.firstScore(other));
        }
        if (most == 0 && !accumulate) {
            linear.clearGradient(worker, pass);
        }
        for (int done = 0; done < most; done += portion) {
            int tokens = portion(worker, pass, done);
            score(worker, pass, pass.firstScore(worker) + done, tokens, true);
            linear.backward(worker, pass, pass.layout().head().logits(), portionRow(worker, pass), pass.layout().head().normedGradient(),
                    pass.firstScore(worker) + done, tokens, 0);
            worker.awaitOthers();
            for (Worker other : all) {
                int others = portion(other, pass, done);
                if (others > 0 && learns) {
                    linear.weightGradient(worker, pass, pass.layout().head().logits(), portionRow(other, pass),
                            pass.layout().head().normed(), pass.firstScore(other) + done, others, accumulate);
                    accumulate = true;
                }
            }
            worker.awaitOthers();
        }
    }

    /** Number of rows in the portion that follows those done. */
    private static int portion(Worker worker, Pass pass, int done) {
        return Math.max(0, Math.min(pass.layout().head().rows(), pass.endScore(worker) - pass.firstScore(worker) - done));
    }

    /** First row of a worker's portion of logits. */
    private static long portionRow(Worker worker, Pass pass) {
        return (long) worker.index() * pass.layout().head().rows();
    }

    /** Makes the logits of a portion, adds up their losses and replaces them by their gradients, if wanted. */
    private void score(Worker worker, Pass pass, int first, int n, boolean gradient) {
        FloatMemory workspace = pass.workspace();
        int outputs = linear.outputs();
        Region logits = pass.layout().head().logits();
        linear.forward(worker, pass, pass.layout().head().normed(), first, workspace, logits, portionRow(worker, pass), n);
        for (int i = 0; i < n; i++) {
            int label = pass.scores().labels()[first + i];
            long at = logits.row(portionRow(worker, pass) + i);
            workspace.read(at, worker.first, outputs);
            if (!gradient) {
                worker.correct += worker.first[label] >= worker.kernels.max(worker.first, outputs) ? 1 : 0;
            }
            worker.loss += pass.conditions().smoothing() == 0
                    ? worker.kernels.crossEntropy(worker.first, label, pass.labelWeight(), outputs)
                    : worker.kernels.crossEntropy(worker.first, label, pass.labelWeight(), pass.conditions().smoothing(), outputs);
            if (gradient) {
                workspace.write(at, worker.first, outputs);
            }
        }
    }
}
