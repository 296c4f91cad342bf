package growth.engine.cpu.head;

import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.engine.common.layout.FlatLayout;
import growth.engine.cpu.layer.Linear;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations.HeadRegions;
import growth.engine.cpu.pass.Pass;

/**
 * The language-model head or classifier and its cross-entropy. Each worker takes its scored rows in portions, so that only a small part of
 * all logits exists at a time.
 *
 * @param linear maps the head's input to logits
 */
public record Head(Linear linear) {
    /** Returns the head of a model: that of its own, or the tied one. */
    public static Head of(FlatLayout layout) {
        ModelShape shape = layout.shape();
        if (shape.tied()) {
            return new Head(Linear.tiedHead(layout));
        }
        int outputs = shape.image().isPresent() ? shape.image().get().labels() : shape.vocabulary();
        return new Head(Linear.of(layout, ParameterRole.HEAD, ParameterSpec.NO_LAYER, outputs, shape.hidden()));
    }

    /** Writes the logits of the worker's scored rows to a matrix of their own, {@code [scored, vocabulary]}. */
    public void logits(Worker worker, Pass pass, Region logits) {
        int first = pass.firstScored(worker);
        linear.forward(worker, pass, pass.activations().head().normed(), logits, first, pass.endScored(worker) - first);
    }

    /** Adds the losses of the worker's scored rows to the worker's, and counts the correct labels. */
    public void loss(Worker worker, Pass pass) {
        int portion = pass.activations().head().portion();
        for (int row = pass.firstScored(worker); row < pass.endScored(worker); row += portion) {
            int n = Math.min(portion, pass.endScored(worker) - row);
            Region logits = portionLogits(worker, pass, row, n);
            for (int i = 0; i < n; i++) {
                float score = logits.memory().get(logits.row(i) + pass.rows().label(row + i));
                if (score >= worker.kernels().max(logits.memory(), logits.row(i), linear.outputs())) {
                    worker.countCorrect();
                }
                worker.addLoss(crossEntropy(worker, pass, logits.row(i), row + i));
            }
        }
    }

    /**
     * Adds the losses of the worker's scored rows to the worker's, and computes the gradients of the head, if it learns, and of its input.
     *
     * @param all all workers
     */
    public void lossAndGradients(Worker worker, Pass pass, Worker[] all) {
        HeadRegions at = pass.activations().head();
        boolean learns = pass.conditions().trainable().head();
        boolean accumulate = pass.accumulate();
        int most = 0;
        for (Worker other : all) {
            most = Math.max(most, pass.endScored(other) - pass.firstScored(other));
        }
        if (most == 0 && !accumulate) {
            linear.clearGradient(worker, pass);
        }
        for (int done = 0; done < most; done += at.portion()) {
            int n = portion(worker, pass, done);
            int row = pass.firstScored(worker) + done;
            Region logits = portionLogits(worker, pass, row, n);
            for (int i = 0; i < n; i++) {
                worker.addLoss(crossEntropy(worker, pass, logits.row(i), row + i));
            }
            linear.backward(worker, pass, logits, at.normedGradient().from(row), 0, n);
            worker.awaitOthers();
            for (Worker other : all) {
                int others = portion(other, pass, done);
                if (others > 0 && learns) {
                    linear.weightGradient(worker, pass, portionOf(other, pass), at.normed().from(pass.firstScored(other) + done), others,
                            accumulate);
                    accumulate = true;
                }
            }
            worker.awaitOthers();
        }
    }

    /** Returns the number of rows in the portion that follows those done. */
    private static int portion(Worker worker, Pass pass, int done) {
        int rest = pass.endScored(worker) - pass.firstScored(worker) - done;
        return Math.max(0, Math.min(pass.activations().head().portion(), rest));
    }

    /** Returns the region of a worker's portion of logits. */
    private static Region portionOf(Worker worker, Pass pass) {
        HeadRegions at = pass.activations().head();
        return at.logits().from((long) worker.index() * at.portion());
    }

    /** Computes the logits of a portion. */
    private Region portionLogits(Worker worker, Pass pass, int row, int n) {
        Region logits = portionOf(worker, pass);
        linear.forward(worker, pass, pass.activations().head().normed().from(row), logits, 0, n);
        return logits;
    }

    /** Returns the loss of a row of logits, and turns them into their gradients. */
    private double crossEntropy(Worker worker, Pass pass, long logits, int row) {
        FloatMemory memory = pass.activations().head().logits().memory();
        int label = pass.rows().label(row);
        float smoothing = pass.conditions().smoothing();
        return smoothing == 0 ? worker.kernels().crossEntropy(memory, logits, label, pass.labelWeight(), linear.outputs())
                : worker.kernels().crossEntropy(memory, logits, label, pass.labelWeight(), smoothing, linear.outputs());
    }
}
