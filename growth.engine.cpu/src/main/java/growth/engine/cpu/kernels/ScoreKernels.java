package growth.engine.cpu.kernels;

import growth.engine.common.random.RowNoise;
import growth.engine.cpu.memory.FloatMemory;

/**
 * What attention computes of its scores and contexts, in place in native memory. An instance belongs to one thread. The same inputs give
 * the same bits in every call.
 */
public interface ScoreKernels {
    /**
     * Dropout of attention's probabilities: an element is dropped if the {@link RowNoise#bits} of its query's key at its key's place are
     * below the threshold.
     *
     * @param keys      keys of the queries, head by head, and a vector more
     * @param place     place of the tile's first key in its sequence
     * @param threshold the threshold
     * @param scale     factor of the elements that are kept
     */
    record Drops(int[] keys, int place, int threshold, float scale) {
        /** Returns an element, or 0 if it is dropped. */
        float apply(float x, int query, int key) {
            return RowNoise.bits(keys[query], place + key) < threshold ? 0 : x * scale;
        }
    }

    /**
     * What the backward pass knows of the queries of a tile.
     *
     * @param logSums place of the first head's log sums
     * @param dots    place of the first head's {@link #dots}
     * @param step    elements from head to head of both
     */
    record Queries(long logSums, long dots, int step) {
    }

    /**
     * The rows of some heads in a matrix of native memory.
     *
     * @param at     place of the first head's first row
     * @param stride elements from row to row
     * @param rows   number of rows
     * @param heads  number of heads
     * @param step   elements from head to head
     * @param size   columns of a head
     */
    record HeadRows(FloatMemory memory, long at, int stride, int rows, int heads, int step, int size) {
        /** Returns the place of a head's row. */
        long row(int head, int row) {
            return at + (long) row * stride + (long) head * step;
        }

        /** Returns the number of elements from the first to the last. */
        int length() {
            return rows == 0 ? 0 : (rows - 1) * stride + (heads - 1) * step + size;
        }
    }

    /**
     * Turns scores of queries (rows) into exponentials relative to the highest score that each query has seen, 0 from the border on; adds
     * up their sums and sets the factors for what earlier tiles have given.
     *
     * @param scale factor of the scores
     * @param rows  what is known of the rows of all heads
     */
    void exponentials(ScoreTile scores, float scale, SoftmaxRows rows);

    /** Applies dropout to exponentials of queries (rows). */
    void drop(ScoreTile exponentials, Drops drops);

    /** Sets the columns whose factor is 0 to a value; the first column's factor is that with the number {@code from}. */
    void fill(ScoreTile scores, float[] factors, int from, float value);

    /** Multiplies each row of each head by its factor; the factors stand head by head. */
    void scale(HeadRows rows, float[] factors);

    /** Computes scale·Σ x·y of each row of each head of matrices in one memory, into neighbouring elements of it, head by head. */
    void dots(HeadRows x, HeadRows y, float scale, long into);

    /**
     * Turns scores of keys (rows) into probabilities p, 0 on the left of the border, and the gradients dp of these into those of the
     * scores before they were scaled: scale·p·(dp − Σ p·dp).
     *
     * @param gradients place of the gradients, which lie as the scores do
     * @param scale     factor of the scores
     * @param drops     dropout of the probabilities; null without
     */
    void gradients(ScoreTile scores, long gradients, float scale, Queries queries, Drops drops);
}
