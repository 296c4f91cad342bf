package growth.engine.cpu.model;

import growth.api.model.View.Pooling;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import java.util.Arrays;

/**
 * Pooling of the embedded sequence (Gu et al. 2021; growth-methods section 3): the first position stays, the others are joined with equal
 * kernel and stride, of which the last kernel may be shorter, and the scored positions are appended as they are.
 *
 * @param size hidden size
 */
record Pooler(int size) {
    /** @return rows of a pooled sequence without the scored positions */
    static int rows(int sequence, int kernel) {
        return 1 + (sequence - 1 + kernel - 1) / kernel;
    }

    /** Writes the worker's pooled sequences. */
    void forward(Worker worker, Pass pass, Region embedded, Region stream) {
        for (int sequence = pass.full().first(worker); sequence < pass.full().end(worker); sequence++) {
            int first = pass.full().start(sequence);
            int into = pass.body().start(sequence);
            copy(worker, pass, embedded, first, stream, into);
            Pooling pooling = pass.conditions().pooling().orElseThrow();
            int end = first + pass.full().length(sequence);
            for (int from = first + 1, row = into + 1; from < end; from += pooling.size(), row++) {
                join(worker, pass.workspace(), pooling, embedded, from, Math.min(end, from + pooling.size()));
                pass.workspace().write(stream.row(row), worker.first, size);
            }
            Scores scores = pass.scores();
            int lastScore = scores.places().start(sequence) + scores.places().length(sequence);
            for (int i = scores.places().start(sequence); i < lastScore; i++) {
                copy(worker, pass, embedded, scores.origins()[i], stream, scores.rows()[i]);
            }
        }
    }

    private void copy(Worker worker, Pass pass, Region from, int row, Region to, int into) {
        pass.workspace().read(from.row(row), worker.first, size);
        pass.workspace().write(to.row(into), worker.first, size);
    }

    private void join(Worker worker, FloatMemory workspace, Pooling pooling, Region embedded, int from, int to) {
        workspace.read(embedded.row(from), worker.first, size);
        for (int row = from + 1; row < to; row++) {
            workspace.read(embedded.row(row), worker.second, size);
            if (pooling.kind() == Pooling.Kind.MEAN) {
                worker.kernels.add(worker.first, worker.second, size);
            } else {
                for (int i = 0; i < size; i++) {
                    worker.first[i] = Math.max(worker.first[i], worker.second[i]);
                }
            }
        }
        if (pooling.kind() == Pooling.Kind.MEAN) {
            worker.kernels.scale(worker.first, 1f / (to - from), size);
        }
    }

    /** Adds the gradient of the worker's pooled sequences to that of the embedded ones. */
    void backward(Worker worker, Pass pass, Region gradient, Region embedded, Region embeddedGradient) {
        FloatMemory workspace = pass.workspace();
        Pooling pooling = pass.conditions().pooling().orElseThrow();
        for (int sequence = pass.full().first(worker); sequence < pass.full().end(worker); sequence++) {
            int first = pass.full().start(sequence);
            int from = pass.body().start(sequence);
            workspace.read(gradient.row(from), worker.second, size);
            add(worker, workspace, embeddedGradient.row(first));
            int end = first + pass.full().length(sequence);
            for (int start = first + 1, row = from + 1; start < end; start += pooling.size(), row++) {
                int stop = Math.min(end, start + pooling.size());
                if (pooling.kind() == Pooling.Kind.MEAN) {
                    workspace.read(gradient.row(row), worker.second, size);
                    worker.kernels.scale(worker.second, 1f / (stop - start), size);
                    for (int i = start; i < stop; i++) {
                        add(worker, workspace, embeddedGradient.row(i));
                    }
                } else {
                    giveToLargest(worker, workspace, gradient.row(row), embedded, embeddedGradient, start, stop);
                }
            }
            Scores scores = pass.scores();
            int lastScore = scores.places().start(sequence) + scores.places().length(sequence);
            for (int i = scores.places().start(sequence); i < lastScore; i++) {
                workspace.read(gradient.row(scores.rows()[i]), worker.second, size);
                add(worker, workspace, embeddedGradient.row(scores.origins()[i]));
            }
        }
    }

    private void add(Worker worker, FloatMemory workspace, long at) {
        workspace.read(at, worker.first, size);
        worker.kernels.add(worker.first, worker.second, size);
        workspace.write(at, worker.first, size);
    }

    /** Each coordinate's gradient goes to the first row that has the maximum. */
    private void giveToLargest(Worker worker, FloatMemory workspace, long gradient, Region embedded, Region embeddedGradient, int from,
            int to) {
        workspace.read(gradient, worker.third, size);
        float[] maxima = worker.bias;
        Arrays.fill(maxima, 0, size, Float.NEGATIVE_INFINITY);
        for (int row = from; row < to; row++) {
            workspace.read(embedded.row(row), worker.first, size);
            for (int i = 0; i < size; i++) {
                maxima[i] = Math.max(maxima[i], worker.first[i]);
            }
        }
        for (int row = from; row < to; row++) {
            workspace.read(embedded.row(row), worker.first, size);
            for (int i = 0; i < size; i++) {
                boolean largest = worker.first[i] == maxima[i];
                worker.second[i] = largest ? worker.third[i] : 0;
                // a NaN equals nothing, so that the others get nothing
                maxima[i] = largest ? Float.NaN : maxima[i];
            }
            add(worker, workspace, embeddedGradient.row(row));
        }
    }
}
