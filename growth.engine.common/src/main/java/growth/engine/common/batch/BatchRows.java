package growth.engine.common.batch;

import growth.api.data.Batch;
import growth.api.model.ModelShape;
import growth.api.model.View;
import java.util.Arrays;

/**
 * A batch as rows of the residual stream: which rows its sequences take, and which rows are scored, that is, have their logits made. What
 * it holds is valid until it reads the next batch, so that nothing is allocated for a row.
 *
 * <p>Sequences are embedded in one set of rows and pass the blocks in another, if they are pooled (Gu et al. 2021; growth-methods
 * section 3): the first position, the others joined some at a time, then the scored positions as they were.
 */
public final class BatchRows {
    private int[] embeddedRows = {};
    private int[] pooledRows = {};
    private int[] tokenLabels = {};
    private int[] starts = {};
    private Batch batch;
    private Padding padding;
    private Sequences embedded;
    private Sequences body;
    private Sequences scored;
    private int[] scoredRows;
    private int[] labels;

    /** Returns the number of rows of a pooled sequence without its scored positions. */
    public static int pooledRows(int sequence, int kernel) {
        return 1 + (sequence - 1 + kernel - 1) / kernel;
    }

    /** Reads a batch, of which the labels that count are scored: all but {@link Batch#IGNORED}, and those of images. */
    public void read(Batch next, View view, ModelShape shape) {
        if (next instanceof Batch.Tokens tokens) {
            begin(tokens, tokens.rows(), tokens.sequence(), tokens.inputs().length);
            scored = findScored(tokens);
            labels = tokenLabels;
            view.pooling().map(View.Pooling::size).ifPresent(this::pool);
        } else {
            readImages((Batch.Images) next, shape);
        }
    }

    /** Reads a batch, of which every position is scored; without labels. Images are scored at their class token. */
    public void readUnscored(Batch next, ModelShape shape) {
        if (next instanceof Batch.Tokens tokens) {
            begin(tokens, tokens.rows(), tokens.sequence(), tokens.inputs().length);
            Arrays.setAll(embeddedRows, i -> i);
            scored = embedded;
        } else {
            readImages((Batch.Images) next, shape);
        }
    }

    /**
     * Reads tokens with which one sequence goes on; without labels.
     *
     * @param last whether the last one is scored; otherwise none is
     */
    public void readOn(Batch.Tokens next, boolean last) {
        begin(next, 1, next.sequence(), 1);
        embeddedRows[0] = next.sequence() - 1;
        scored = Sequences.uniform(1, last ? 1 : 0);
    }

    private void readImages(Batch.Images images, ModelShape shape) {
        int side = images.size() / shape.image().orElseThrow().patch();
        int length = side * side + 1;
        begin(images, images.rows(), length, images.rows());
        Arrays.setAll(embeddedRows, i -> i * length);
        scored = Sequences.uniform(images.rows(), 1);
        labels = images.labels();
    }

    private void begin(Batch next, int sequences, int length, int mostScored) {
        if (embeddedRows.length < mostScored) {
            embeddedRows = new int[mostScored];
            pooledRows = new int[mostScored];
            tokenLabels = new int[mostScored];
        }
        if (starts.length != sequences + 1) {
            starts = new int[sequences + 1];
        }
        batch = next;
        padding = Padding.of(next);
        embedded = Sequences.uniform(sequences, length);
        body = embedded;
        scoredRows = embeddedRows;
    }

    private Sequences findScored(Batch.Tokens tokens) {
        int[] all = tokens.labels();
        int count = 0;
        for (int row = 0; row < all.length; row++) {
            if (row % tokens.sequence() == 0) {
                starts[row / tokens.sequence()] = count;
            }
            if (all[row] != Batch.IGNORED) {
                embeddedRows[count] = row;
                tokenLabels[count++] = all[row];
            }
        }
        starts[tokens.rows()] = count;
        return Sequences.of(starts);
    }

    private void pool(int kernel) {
        int joined = pooledRows(embedded.length(0), kernel);
        int begin = 0;
        for (int sequence = 0; sequence < embedded.count(); sequence++) {
            starts[sequence] = begin;
            for (int i = 0; i < scored.length(sequence); i++) {
                pooledRows[scored.start(sequence) + i] = begin + joined + i;
            }
            begin += joined + scored.length(sequence);
        }
        starts[embedded.count()] = begin;
        body = Sequences.of(starts);
        scoredRows = pooledRows;
    }

    /** Returns the tokens. */
    public Batch.Tokens tokens() {
        return (Batch.Tokens) batch;
    }

    /** Returns the images. */
    public Batch.Images images() {
        return (Batch.Images) batch;
    }

    /** Returns the token type of a row of the embedded sequences. */
    public int type(int row) {
        return typed() ? tokens().tokenTypes()[row] : 0;
    }

    /** Returns whether the batch names token types; all are 0 otherwise. */
    public boolean typed() {
        return tokens().tokenTypes().length > 0;
    }

    /** Returns the positions that are not attended to. */
    public Padding padding() {
        return padding;
    }

    /** Returns the sequences as they are embedded. */
    public Sequences embedded() {
        return embedded;
    }

    /** Returns the sequences as the blocks see them: the embedded ones, unless they are pooled. */
    public Sequences body() {
        return body;
    }

    /** Returns which of the scored rows, counted from 0, belong to each sequence. */
    public Sequences scored() {
        return scored;
    }

    /** Returns the row of each scored row in the stream as the blocks see it, ascending; the array may be longer. */
    public int[] scoredRows() {
        return scoredRows;
    }

    /** Returns the row of a scored row in the embedded sequences. */
    public int embeddedRow(int scoredRow) {
        return embeddedRows[scoredRow];
    }

    /** Returns the label of a scored row. */
    public int label(int scoredRow) {
        return labels[scoredRow];
    }
}
