package growth.engine.torch.batch;

import growth.engine.common.batch.BatchRows;
import growth.engine.common.batch.Sequences;
import java.util.Arrays;

/**
 * The rows of a batch in a dense stream, {@code [sequences, length, hidden]}. Only pooled sequences differ in length, since their scored
 * positions are appended; here they are filled up to the longest, and what fills them up is attended to by nobody.
 *
 * @param rows   the rows as they follow each other without anything between them
 * @param length positions of a sequence as the blocks see it, filled up
 */
public record DenseRows(BatchRows rows, int length) {
    /** Returns the dense rows of a batch that has been read. */
    static DenseRows of(BatchRows rows) {
        Sequences body = rows.body();
        int longest = 0;
        for (int sequence = 0; sequence < body.count(); sequence++) {
            longest = Math.max(longest, body.length(sequence));
        }
        return new DenseRows(rows, longest);
    }

    /** Returns the number of sequences. */
    int sequences() {
        return rows.body().count();
    }

    /** Returns the positions of a sequence as it is embedded. */
    int embedded() {
        return rows.embedded().length(0);
    }

    /** Returns whether some sequence is filled up. */
    boolean filled() {
        return rows.body().total() < sequences() * length;
    }

    /** Returns the dense row of each scored row, ascending. */
    int[] scored() {
        int[] dense = new int[rows.scored().total()];
        for (int sequence = 0; sequence < sequences(); sequence++) {
            for (int i = rows.scored().start(sequence); i < rows.scored().end(sequence); i++) {
                dense[i] = sequence * length + rows.scoredRows()[i] - rows.body().start(sequence);
            }
        }
        return dense;
    }

    /** Returns for each dense row which of the scored ones it is; for those that are not scored the number of all that are. */
    int[] places() {
        int[] scored = scored();
        int[] places = new int[sequences() * length];
        Arrays.fill(places, scored.length);
        for (int i = 0; i < scored.length; i++) {
            places[scored[i]] = i;
        }
        return places;
    }

    /**
     * Returns what is appended to pooled sequences, as rows of the embedded ones, {@code [sequences, length − joined]}; where it only fills
     * up, the first row of the sequence.
     *
     * @param joined positions of a sequence before those that are appended
     */
    int[] appended(int joined) {
        int most = length - joined;
        int[] appended = new int[sequences() * most];
        for (int sequence = 0; sequence < sequences(); sequence++) {
            int first = rows.scored().start(sequence);
            for (int i = 0; i < most; i++) {
                appended[sequence * most + i] = i < rows.scored().length(sequence) ? rows.embeddedRow(first + i)
                        : rows.embedded().start(sequence);
            }
        }
        return appended;
    }

    /** Returns whether each dense row is the sequence's own, and not there to fill it up. */
    boolean[] own() {
        boolean[] own = new boolean[sequences() * length];
        for (int sequence = 0; sequence < sequences(); sequence++) {
            Arrays.fill(own, sequence * length, sequence * length + rows.body().length(sequence), true);
        }
        return own;
    }
}
