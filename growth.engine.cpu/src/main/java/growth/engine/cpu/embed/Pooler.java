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
            stream.copy(into, embedded, first);
            int end = all.end(sequence);
            for (int from = first + 1, row = into + 1; from < end; from += pooling.size(), row++) {
                join(worker, pooling, embedded, from, Math.min(end, from + pooling.size()), stream.from(row));
            }
            for (int i = rows.scored().start(sequence); i < rows.scored().end(sequence); i++) {
                stream.copy(rows.scoredRows()[i], embedded, rows.embeddedRow(i));
            }
        }
    }

    /** Joins some embedded rows to the first row of a region. */
    private void join(Worker worker, Pooling pooling, Region embedded, int from, int to, Region joined) {
        joined.copy(0, embedded, from);
        if (pooling.kind() == Pooling.Kind.MEAN) {
            for (int row = from + 1; row < to; row++) {
                worker.kernels().add(joined.memory(), joined.at(), embedded.memory(), embedded.row(row), size);
            }
            worker.kernels().scale(joined.memory(), joined.at(), 1f / (to - from), size);
        } else {
            joined.read(0, worker.first());
            for (int row = from + 1; row < to; row++) {
                embedded.read(row, worker.second());
                raise(worker.first(), worker.second());
            }
            joined.write(0, worker.first());
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
     * @param gradient gradient of the pooled sequences, {@code [hidden]}; lost afterwards
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
            add(worker, embeddedGradient, first, gradient, from);
            int end = all.end(sequence);
            for (int start = first + 1, row = from + 1; start < end; start += pooling.size(), row++) {
                int stop = Math.min(end, start + pooling.size());
                if (pooling.kind() == Pooling.Kind.MEAN) {
                    worker.kernels().scale(gradient.memory(), gradient.row(row), 1f / (stop - start), size);
                    for (int i = start; i < stop; i++) {
                        add(worker, embeddedGradient, i, gradient, row);
                    }
                } else {
                    gradient.read(row, worker.third());
                    giveToLargest(worker, unpooled, start, stop);
                }
            }
            for (int i = rows.scored().start(sequence); i < rows.scored().end(sequence); i++) {
                add(worker, embeddedGradient, rows.embeddedRow(i), gradient, rows.scoredRows()[i]);
            }
        }
    }

    private void add(Worker worker, Region sum, int row, Region x, int from) {
        worker.kernels().add(sum.memory(), sum.row(row), x.memory(), x.row(from), size);
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
            Region sum = unpooled.embeddedGradient();
            sum.read(row, x);
            for (int i = 0; i < size; i++) {
                x[i] += share[i];
            }
            sum.write(row, x);
        }
    }
}
