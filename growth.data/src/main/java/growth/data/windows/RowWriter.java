package growth.data.windows;

import growth.api.data.Batch;
import growth.data.tokens.Tokens;

/** Fills a batch row by row: inputs, and as labels the same tokens one further. */
final class RowWriter {
    private final int rows;
    private final int sequence;
    private final int[] inputs;
    private final int[] labels;
    private final int[] row;
    private int filled;

    RowWriter(int rows, int sequence) {
        this.rows = rows;
        this.sequence = sequence;
        this.inputs = new int[rows * sequence];
        this.labels = new int[rows * sequence];
        this.row = new int[sequence + 1];
    }

    /** Adds the row that begins there. */
    void add(Tokens tokens, long start) {
        tokens.read(start, row, 0, sequence + 1);
        System.arraycopy(row, 0, inputs, filled * sequence, sequence);
        System.arraycopy(row, 1, labels, filled * sequence, sequence);
        filled++;
    }

    Batch.Tokens toBatch() {
        return new Batch.Tokens(rows, sequence, inputs, labels);
    }
}
