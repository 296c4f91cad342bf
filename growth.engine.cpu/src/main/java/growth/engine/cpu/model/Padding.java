package growth.engine.cpu.model;

import growth.api.data.Batch;

/**
 * The padding of a batch: positions that no query attends to. A row of scores is gathered to those of the keys that are attended to, so
 * that softmax and its gradient see nothing else, and then spread again with 0 where padding is. A query that sees padding alone gets 0
 * from attention, as from PyTorch's scaled_dot_product_attention since 2.5.
 */
final class Padding {
    /** No padding. */
    static final Padding NONE = new Padding(new boolean[0], new boolean[0]);

    private final boolean[] attended;
    private final boolean[] padded;

    /**
     * @param attended whether a row of the embedded sequences is attended to; empty: all are
     * @param padded   whether a sequence has padding at all; empty: none has
     */
    private Padding(boolean[] attended, boolean[] padded) {
        this.attended = attended;
        this.padded = padded;
    }

    /** @return the padding of that batch */
    static Padding of(Batch.Tokens batch) {
        if (!batch.padded()) {
            return NONE;
        }
        boolean[] mask = batch.attentionMask();
        boolean[] padded = new boolean[batch.rows()];
        for (int i = 0; i < mask.length; i++) {
            padded[i / batch.sequence()] |= !mask[i];
        }
        return new Padding(mask, padded);
    }

    /** @return whether some positions of that sequence are not attended to */
    boolean touches(int sequence) {
        return padded.length > 0 && padded[sequence];
    }

    /**
     * Moves the elements of the keys that are attended to to the front, in their order.
     *
     * @param x   one element per key
     * @param key row of the first key in the embedded sequences
     * @param n   keys
     * @return how many are attended to
     */
    int gather(float[] x, int key, int n) {
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (attended[key + i]) {
                x[count++] = x[i];
            }
        }
        return count;
    }

    /**
     * Moves gathered elements back to their keys; those of padding become 0.
     *
     * @param x     what {@link #gather} has made, or something made of it
     * @param key   row of the first key in the embedded sequences
     * @param n     keys
     * @param count keys that are attended to
     */
    void spread(float[] x, int key, int n, int count) {
        int from = count;
        for (int i = n - 1; i >= 0; i--) {
            x[i] = attended[key + i] ? x[--from] : 0;
        }
    }
}
