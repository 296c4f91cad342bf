package growth.data.windows;

import growth.api.data.Batch;
import growth.data.tokens.Tokens;
import java.util.Arrays;

/**
 * The tokens of a text in rows of equal length, side by side: what is left at the end may be a row that is padded behind. Before and behind
 * a row's tokens may stand others that are no text, such as [CLS] and [SEP], or a beginning of text.
 *
 * @param tokens  the text
 * @param context longest row, with what stands before and behind
 * @param before  ids before the tokens of each row
 * @param behind  ids behind them; for causal models nothing stands there, since the text goes on
 * @param causal  whether labels are the next tokens, every token of the text at most once: the first one of a row is a label if something
 *                stands before it, otherwise it was one at the end of the row before. If not, a token is its own label
 * @param rest    whether what is left at the end is a row
 */
public record TextRows(Tokens tokens, int context, int[] before, int[] behind, boolean causal, boolean rest) {
    /** Returns windows of causal text side by side and nothing else; what is left at the end is left out. */
    public static TextRows windows(Tokens tokens, int context) {
        return new TextRows(tokens, context, new int[0], new int[0], true, false);
    }

    /** Returns the distance of two rows in tokens of the text. */
    public int step() {
        return causal ? context - Math.max(0, before.length - 1) : context - before.length - behind.length;
    }

    /** Returns the number of rows. */
    public long count() {
        long text = causal && before.length == 0 ? tokens.size() - 1 : tokens.size();
        return Math.max(0, (rest ? text + step() - 1 : text) / step());
    }

    /**
     * Makes a batch.
     *
     * @param first  number of the first row
     * @param rows   how many
     * @param length tokens of each, from its beginning
     */
    Batch.Tokens batch(long first, int rows, int length) {
        int[] inputs = new int[rows * length];
        int[] labels = new int[inputs.length];
        boolean[] attended = new boolean[inputs.length];
        Arrays.fill(labels, Batch.IGNORED);
        int[] row = new int[context + 1];
        for (int i = 0; i < rows; i++) {
            int end = fill((first + i) * step(), row);
            int seen = Math.min(length, causal ? end - 1 : end);
            System.arraycopy(row, 0, inputs, i * length, seen);
            Arrays.fill(attended, i * length, i * length + seen, true);
            int skip = causal ? before.length - 1 : 0;
            for (int t = Math.max(0, skip); t < seen; t++) {
                labels[i * length + t] = row[causal ? t + 1 : t];
            }
        }
        boolean plain = !rest && before.length == 0 && behind.length == 0;
        return new Batch.Tokens(rows, length, inputs, labels, plain ? new boolean[0] : attended, new int[0]);
    }

    /** Writes a row, and for causal models one token more; returns where it ends. */
    private int fill(long from, int[] row) {
        System.arraycopy(before, 0, row, 0, before.length);
        int count = (int) Math.min(tokens.size() - from, causal && before.length == 0 ? step() + 1 : step());
        tokens.read(from, row, before.length, count);
        int end = before.length + count;
        if (!causal) {
            System.arraycopy(behind, 0, row, end, behind.length);
            end += behind.length;
        }
        return end;
    }
}
