package growth.api.algebra;

import java.util.List;

/**
 * Where the blocks of the grown model come from (growth-methods 1.5).
 *
 * @param from   number of old blocks, l
 * @param layers for each new block its source
 */
public record LayerMap(int from, List<Source> layers) {
    /**
     * Source of one new block.
     *
     * @param layer  the old block it copies, or {@link IndexMap#NEW} for a freshly initialised one
     * @param silent whether what it writes to the residual stream (W_O, W_down and their biases) is zero, so that a pre-norm block is the identity
     */
    public record Source(int layer, boolean silent) {
    }

    public LayerMap {
        layers = List.copyOf(layers);
        for (Source s : layers) {
            if (s.layer() < IndexMap.NEW || s.layer() >= from) {
                throw new IllegalArgumentException("source layer " + s.layer() + " is not a layer below " + from);
            }
        }
    }

    /** @return number of new blocks */
    public int to() {
        return layers.size();
    }
}
