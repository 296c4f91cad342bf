package growth.engine.cpu.embed;

import growth.api.model.View.Pooling;
import growth.engine.common.batch.BatchRows;
import growth.engine.common.batch.Sequences;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations.UnpooledRegions;
import growth.engine.cpu.pass.Pass;
import java.util.Arrays;

/**
 * Pools the embedded sequence (Gu et al. 2021; growth-methods section 3): the first position stays, the others are joined with equal
 * kernel and stride, of which the last kernel may be shorter, and the scored positions are appended as they are.
 *
 * @param size hidden size
 */
public record Pooler(int size) {
    /** Writes the worker's pooled sequences to the stream, {@code [hidden]}. */
    public void forward(Worker worker, Pass pass, Region stream) {
        BatchRows rows = pass.rows();
        Sequences all = rows.embedded();
        Region embedded = pass.activations().unpooled().embedded();
        Pooling pooling = pass.conditions().pooling().orElseThrow();
        for (int sequence = worker.firstSequence(all); sequence < worker.endSequence(all); sequence++) {
            int first = all.start(sequence);
            int into = rows.body().start(sequence);
            copy(worker, embedded, first, stream, into);
            int end = all.end(sequence);
            for (int from = first + 1, row = into + 1; from < end; from += pooling.size(), row++) {
                join(worker, pooling, embedded, from, Math.min(end, from + pooling.size()));
                stream.write(row, worker.first());
            }
            for (int i = rows.scored().start(sequence); i < rows.scored().end(sequence); i++) {
                copy(worker, embedded, rows.embeddedRow(i), stream, rows.scoredRows()[i]);
            }
        }
    }

    private static void copy(Worker worker, Region from, int row, Region to, int into) {
        from.read(row, worker.first());
        to.write(into, worker.first());
    }

    private void join(Worker worker, Pooling pooling, Region embedded, int from, int to) {
        embedded.read(from, worker.first());
        for (int row = from + 1; row < to; row++) {
            embedded.read(row, worker.second());
            if (pooling.kind() == Pooling.Kind.MEAN) {
                worker.kernels().add(worker.first(), worker.second(), size);
            } else {
                raise(worker.first(), worker.second());
            }
        }
        if (pooling.kind() == Pooling.Kind.MEAN) {
            worker.kernels().scale(worker.first(), 1f / (to - from), size);
        }
    }

    private void raise(float[] maxima, float[] x) {
        for (int i = 0; i < size; i++) {
            maxima[i] = Math.max(maxima[i], x[i]);
        }
    }

    /**
     * Adds the gradient of the worker's pooled sequences to that of the embedded ones.
     *
     * @param gradient gradient of the pooled sequences, {@code [hidden]}
     */
    public void backward(Worker worker, Pass pass, Region gradient) {
        BatchRows rows = pass.rows();
        Sequences all = rows.embedded();
        UnpooledRegions unpooled = pass.activations().unpooled();
        Region embeddedGradient = unpooled.embeddedGradient();
        Pooling pooling = pass.conditions().pooling().orElseThrow();
        for (int sequence = worker.firstSequence(all); sequence < worker.endSequence(all); sequence++) {
            int first = all.start(sequence);
            int from = rows.body().start(sequence);
            gradient.read(from, worker.second());
            add(worker, embeddedGradient, first);
            int end = all.end(sequence);
            for (int start = first + 1, row = from + 1; start < end; start += pooling.size(), row++) {
                int stop = Math.min(end, start + pooling.size());
                if (pooling.kind() == Pooling.Kind.MEAN) {
                    gradient.read(row, worker.second());
                    worker.kernels().scale(worker.second(), 1f / (stop - start), size);
                    for (int i = start; i < stop; i++) {
                        add(worker, embeddedGradient, i);
                    }
                } else {
                    gradient.read(row, worker.third());
                    giveToLargest(worker, unpooled, start, stop);
                }
            }
            for (int i = rows.scored().start(sequence); i < rows.scored().end(sequence); i++) {
                gradient.read(rows.scoredRows()[i], worker.second());
                add(worker, embeddedGradient, rows.embeddedRow(i));
            }
        }
    }

    private void add(Worker worker, Region sum, int row) {
        sum.read(row, worker.first());
        worker.kernels().add(worker.first(), worker.second(), size);
        sum.write(row, worker.first());
    }

    /** Gives each coordinate of the gradient, in the worker's third row, to the first row that has the maximum. */
    private void giveToLargest(Worker worker, UnpooledRegions unpooled, int from, int to) {
        float[] x = worker.first();
        float[] share = worker.second();
        float[] gradient = worker.third();
        float[] maxima = worker.norm().bias();
        Arrays.fill(maxima, 0, size, Float.NEGATIVE_INFINITY);
        for (int row = from; row < to; row++) {
            unpooled.embedded().read(row, x);
            raise(maxima, x);
        }
        for (int row = from; row < to; row++) {
            unpooled.embedded().read(row, x);
            for (int i = 0; i < size; i++) {
                boolean largest = x[i] == maxima[i];
                share[i] = largest ? gradient[i] : 0;
                // a NaN equals nothing, so that the others get nothing
                maxima[i] = largest ? Float.NaN : maxima[i];
            }
            add(worker, unpooled.embeddedGradient(), row);
        }
    }
}
