package growth.data.windows;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.model.View;

/** Fills a batch {@code [rows, sequence]} row by row: the tokens are the inputs, and the labels are the same tokens one further. */
public final class RowWriter {
    private final int sequence;
    private final int[] inputs;
    private final int[] labels;
    private int filled;

    /** Makes room for a batch. */
    public RowWriter(int rows, int sequence) {
        this.sequence = sequence;
        this.inputs = new int[Math.multiplyExact(rows, sequence)];
        this.labels = new int[inputs.length];
    }

    /** Returns how many tokens of each row a view takes; refuses (CONFIGURATION) more than the context. */
    public static int sequence(View view, int context) {
        int sequence = view.sequence().orElse(context);
        if (sequence < 1 || sequence > context) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "sequence " + sequence + " is not between 1 and the context "
                    + context);
        }
        return sequence;
    }

    /** Adds a row from a window of at least one token more than the sequence. */
    public void add(int[] window) {
        System.arraycopy(window, 0, inputs, filled, sequence);
        System.arraycopy(window, 1, labels, filled, sequence);
        filled += sequence;
    }

    /** Returns the batch. */
    public Batch.Tokens toBatch() {
        return new Batch.Tokens(inputs.length / sequence, sequence, inputs, labels);
    }
}
