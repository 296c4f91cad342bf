package growth.engine.torch.batch;

import growth.engine.torch.aten.Tensor;

/** What a text that is read on has of the positions before: their keys and values in every block. */
public interface Past {
    /** Returns the number of positions before. */
    int positions();

    /**
     * Keeps keys and values of the positions that are read, {@code [1, kvHeads, n, headSize]}: the keys rotated by their positions, both
     * gated.
     *
     * @param layer the block
     * @return keys and values of all positions
     */
    KeyValue extend(int layer, Tensor keys, Tensor values);

    /**
     * Keys and values of all positions so far.
     *
     * @param keys   {@code [1, kvHeads, positions + n, headSize]}
     * @param values {@code [1, kvHeads, positions + n, headSize]}
     */
    record KeyValue(Tensor keys, Tensor values) {
    }
}
