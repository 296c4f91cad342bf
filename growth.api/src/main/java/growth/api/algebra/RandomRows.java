package growth.api.algebra;

import java.util.SplittableRandom;

/**
 * Random numbers for the entries of a tensor: they depend on the seed, the tensor's name and the row alone, so that neither the order of
 * the work nor other tensors change them.
 */
final class RandomRows {
    private final long seed;

    RandomRows(long seed, String tensor) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < tensor.length(); i++) {
            hash = (hash ^ tensor.charAt(i)) * 0x100000001b3L;
        }
        this.seed = new SplittableRandom(seed ^ hash).nextLong();
    }

    /** @return the generator of a row */
    SplittableRandom row(int row) {
        // mixed once more: streams of neighbouring seeds would be shifted copies of one another
        return new SplittableRandom(new SplittableRandom(seed ^ row * 0xbf58476d1ce4e5b9L).nextLong());
    }
}
