package growth.engine.common.batch;

import java.util.Arrays;

/** The rows of a region that belong to each sequence of a batch, one sequence after the other. */
public final class Sequences {
    private final int[] starts;

    private Sequences(int[] starts) {
        this.starts = starts;
    }

    /** Creates sequences of the same length. */
    public static Sequences uniform(int count, int length) {
        int[] starts = new int[count + 1];
        for (int i = 0; i <= count; i++) {
            starts[i] = i * length;
        }
        return new Sequences(starts);
    }

    /**
     * Creates sequences of any length.
     *
     * @param starts the first row of each sequence, and the number of rows at the end
     */
    public static Sequences of(int[] starts) {
        return new Sequences(starts.clone());
    }

    /** Returns the number of sequences. */
    public int count() {
        return starts.length - 1;
    }

    /** Returns the number of rows of all sequences. */
    public int total() {
        return starts[starts.length - 1];
    }

    /** Returns the first row of a sequence; for the number of sequences, the number of all rows. */
    public int start(int sequence) {
        return starts[sequence];
    }

    /** Returns the first row behind a sequence. */
    public int end(int sequence) {
        return starts[sequence + 1];
    }

    /** Returns the sequence that a row belongs to; the last one for rows behind all. */
    public int of(int row) {
        int found = Arrays.binarySearch(starts, row);
        // of empty sequences that begin with the row the last one has it
        while (found >= 0 && found < count() && starts[found + 1] == row) {
            found++;
        }
        return Math.max(0, Math.min(found < 0 ? -found - 2 : found, count() - 1));
    }

    /** Returns the number of rows of a sequence. */
    public int length(int sequence) {
        return starts[sequence + 1] - starts[sequence];
    }
}
