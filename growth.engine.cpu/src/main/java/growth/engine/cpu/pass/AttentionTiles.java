package growth.engine.cpu.pass;

import growth.api.model.ModelShape;
import growth.engine.cpu.kernels.ScoreTile;

/**
 * How attention cuts the scores of a sequence into tiles, which a worker makes in a memory of its own that its cache holds: so many heads
 * at once, each with a block of rows and a part of the columns. Rows are queries and columns keys in the forward pass, and the other way
 * round in the backward pass. The memory is bounded, however long the sequence.
 *
 * @param heads   heads at once; with grouped queries one query head of each key head
 * @param rows    rows of a tile
 * @param columns columns of a tile
 */
public record AttentionTiles(int heads, int rows, int columns) {
    /** Rows of a tile: with fewer, products are slower; with more, causal attention computes more of what it then masks. */
    private static final int ROWS = 128;
    /** Rows of the tiles of causal sequences that are no longer than a block: half of it, so that they skip something. */
    private static final int SHORT_ROWS = 64;
    private static final int COLUMNS = 512;
    /** Scores that a worker makes at once: two such memories fit into the second cache of today's processors. */
    private static final int SCORES = 1 << 17;

    /**
     * Returns the tiles for the scores {@code [rows, columns]} of each head of a sequence.
     *
     * @param shape shape of the model
     */
    public static AttentionTiles of(ModelShape shape, int rows, int columns) {
        int most = rows(shape, rows);
        int wide = Math.min(COLUMNS, columns);
        return new AttentionTiles(Math.max(1, Math.min(shape.kvHeads(), SCORES / (most * stride(wide)))), most, wide);
    }

    private static int rows(ModelShape shape, int rows) {
        return Math.min(shape.family().causal() && rows <= ROWS ? SHORT_ROWS : ROWS, rows);
    }

    /** Returns the elements from row to row of a tile with that many columns. */
    public static int stride(int columns) {
        return (columns + ScoreTile.UNIT - 1) / ScoreTile.UNIT * ScoreTile.UNIT;
    }

    /** Returns the scores that the largest tiles of sequences up to that length have. */
    static int most(ModelShape shape, int longest) {
        int one = rows(shape, longest) * stride(Math.min(COLUMNS, longest));
        return Math.max(one, Math.min(SCORES, shape.kvHeads() * one));
    }
}
