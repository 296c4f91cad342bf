package growth.engine.cpu.block;

import growth.api.model.ModelShape;

/**
 * The heads of a block's attention. Queries are grouped (Ainslie et al. 2023): query head j reads key head j / group.
 *
 * @param layer  the block
 * @param count  query heads
 * @param group  query heads of each key head
 * @param size   elements of a head
 * @param causal whether a query sees no key behind its own position
 */
record Heads(int layer, int count, int group, int size, boolean causal) {
    /** Returns the heads of a block of a model of that shape. */
    static Heads of(ModelShape shape, int layer) {
        return new Heads(layer, shape.heads(), shape.heads() / shape.kvHeads(), shape.headSize(), shape.family().causal());
    }

    /** Returns the factor of the scores. */
    float scale() {
        return (float) (1 / Math.sqrt(size));
    }

    /**
     * Query heads of neighbouring key heads, one of each, which are computed at once.
     *
     * @param query query head of the first key head
     * @param key   the first key head
     * @param count number of key heads, and so of query heads
     */
    record Run(int query, int key, int count) {
    }

    /** Returns the key heads. */
    int keys() {
        return count / group;
    }

    /** Returns the elements from one query head of a run to the next. */
    int step() {
        return group * size;
    }
}
