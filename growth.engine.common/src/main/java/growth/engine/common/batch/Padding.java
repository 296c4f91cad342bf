package growth.engine.common.batch;

import growth.api.data.Batch;

/**
 * The padding of a batch: positions that no query attends to. A query that sees padding alone gets 0 from attention, as from PyTorch's
 * scaled_dot_product_attention since 2.5.
 */
public final class Padding {
    private static final Padding NONE = new Padding(new boolean[0], new boolean[0]);

    private final boolean[] attended;
    private final boolean[] padded;

    /**
     * @param attended whether a row of the embedded sequences is attended to; empty: all are
     * @param padded   whether a sequence has padding; empty: none has
     */
    private Padding(boolean[] attended, boolean[] padded) {
        this.attended = attended;
        this.padded = padded;
    }

    /** Returns the padding of a batch; images have none. */
    static Padding of(Batch batch) {
        if (!(batch instanceof Batch.Tokens tokens) || !tokens.padded()) {
            return NONE;
        }
        boolean[] mask = tokens.attentionMask();
        boolean[] padded = new boolean[batch.rows()];
        for (int i = 0; i < mask.length; i++) {
            padded[i / tokens.sequence()] |= !mask[i];
        }
        return new Padding(mask, padded);
    }

    /** Returns whether a sequence has padding. */
    public boolean touches(int sequence) {
        return padded.length > 0 && padded[sequence];
    }

    /** Returns whether a row of the embedded sequences of a batch with padding is attended to. */
    public boolean attended(int row) {
        return attended[row];
    }
}
