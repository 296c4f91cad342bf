package growth.engine.torch.batch;

import growth.engine.torch.aten.Tensor;

/**
 * A batch on the device. It belongs to the arena in which it was made, and is valid until another batch is read. The stream is dense:
 * {@code [rows, length, hidden]}.
 *
 * @param dense    where the rows stand
 * @param input    what is embedded
 * @param scored   what is scored
 * @param keyMask  truth values, {@code [rows, 1, 1, length]}: whether a position is attended to, which padding is not, nor what fills up
 *                 pooled sequences; null: all are
 * @param appended the rows of the embedded sequences that are appended to pooled ones, {@code [rows·(length − joined)]}; null: none are
 * @param past     what stands before a text that is read on; null: nothing
 */
public record DeviceBatch(DenseRows dense, Input input, Scored scored, Tensor keyMask, Tensor appended, Past past) {
    /**
     * What is embedded: tokens or images.
     *
     * @param tokens     ids, {@code [rows, embeddedLength]}; null for images
     * @param tokenTypes types, {@code [rows, embeddedLength]}; null: all are 0, or the family has none
     * @param pixels     {@code [rows, channels, size, size]}; null for tokens
     */
    public record Input(Tensor tokens, Tensor tokenTypes, Tensor pixels) {
    }

    /**
     * The rows whose logits are made.
     *
     * @param count  their number
     * @param rows   their rows in the stream, ascending, {@code [count]}; null: all rows of the stream are scored
     * @param places for each row of the stream which of them it is, and count for those that are not scored, {@code [rows·length]}; null:
     *               all rows of the stream are scored
     * @param labels their labels, {@code [count]}; null: there are none
     */
    public record Scored(int count, Tensor rows, Tensor places, Tensor labels) {
    }

    /** Returns the number of sequences or images. */
    public int rows() {
        return dense.sequences();
    }

    /** Returns the positions of a sequence as it is embedded. */
    public int embeddedLength() {
        return dense.embedded();
    }

    /** Returns the positions of a sequence as the blocks see it, with what fills it up. */
    public int length() {
        return dense.length();
    }

    /** Returns the number of a sequence's first row as the blocks see it, where nothing fills up: the number that decides about dropout. */
    public int bodyStart(int sequence) {
        return dense.rows().body().start(sequence);
    }

    /** Returns how many positions of a sequence as the blocks see it are its own. */
    public int bodyLength(int sequence) {
        return dense.rows().body().length(sequence);
    }

    /** Returns the number of a sequence's first row as it is embedded. */
    public int embeddedStart(int sequence) {
        return dense.rows().embedded().start(sequence);
    }
}
