package growth.engine.cpu.kernels;

import growth.engine.cpu.memory.FloatMemory;

/**
 * Attention scores of some heads in native memory, of which a causal head sees a part: {@code first + i·more} columns of row i are on the
 * left of the border. What stands behind the columns of a row, up to its stride, may be overwritten.
 *
 * @param memory  the memory
 * @param at      place of the first score
 * @param heads   number of heads, of which one lies behind the other
 * @param rows    rows of a head
 * @param columns columns of a head
 * @param stride  elements from row to row, a multiple of 16
 * @param first   columns on the left of the border in the first row, which may lie outside of the tile
 * @param more    by how many it grows from row to row
 */
public record ScoreTile(FloatMemory memory, long at, int heads, int rows, int columns, int stride, int first, int more) {
    /** Strides are multiples of it, so that rows consist of whole vectors. */
    public static final int UNIT = 16;

    /** Returns the rows of all heads. */
    int count() {
        return heads * rows;
    }

    /** Returns the elements of all rows. */
    int length() {
        return count() * stride;
    }

    /** Returns the columns on the left of the border in one of all rows. */
    int border(int row) {
        return Math.max(0, Math.min(columns, first + row % rows * more));
    }

    /** Returns the place of one of all rows. */
    long row(int row) {
        return at + (long) row * stride;
    }
}
