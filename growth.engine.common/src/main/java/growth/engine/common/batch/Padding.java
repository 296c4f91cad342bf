package growth.engine.common.batch;

import growth.api.data.Batch;

/**
 * The padding of a batch: positions that no query attends to. {@link #gather} moves the attention scores of all other keys together, so
 * that softmax and its gradient see nothing else; {@link #spread} moves them back and puts 0 where padding is. A query that sees padding
 * alone gets 0 from attention, as from PyTorch's scaled_dot_product_attention since 2.5.
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

    /**
     * Moves the elements of the keys that are attended to to the front, in their order.
     *
     * @param x   one element per key
     * @param key row of the first key in the embedded sequences
     * @param n   number of keys
     * @return the number of keys that are attended to
     */
    public int gather(float[] x, int key, int n) {
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (attended[key + i]) {
                x[count++] = x[i];
            }
        }
        return count;
    }

    /**
     * Moves gathered elements back to their keys and sets those of padding to 0.
     *
     * @param x     what {@link #gather} made, or something made of it
     * @param key   row of the first key in the embedded sequences
     * @param n     number of keys
     * @param count number of keys that are attended to
     */
    public void spread(float[] x, int key, int n, int count) {
        int from = count;
        for (int i = n - 1; i >= 0; i--) {
            x[i] = attended[key + i] ? x[--from] : 0;
        }
    }
}
