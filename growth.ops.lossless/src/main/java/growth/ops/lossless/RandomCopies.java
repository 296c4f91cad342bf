package growth.ops.lossless;

import growth.api.algebra.IndexMap;
import java.util.SplittableRandom;

/**
 * The random map of Net2WiderNet (Chen et al. 2016): g(i) = i for old indices, any old index with equal probability for new
 * ones. It depends on the seed and on the order of the calls alone.
 */
final class RandomCopies implements InnerCopies.Choice {
    private final SplittableRandom random;
    private final boolean uneven;

    /**
     * @param uneven whether the shares of the copies of one index are random; otherwise each has 1/n
     */
    RandomCopies(long seed, boolean uneven) {
        random = new SplittableRandom(seed);
        this.uneven = uneven;
    }

    @Override
    public IndexMap map(int from, int to) {
        IndexMap even = IndexMap.copying(from, to, i -> i < from ? i : random.nextInt(from));
        return uneven ? even.unevenShares(random.nextLong()) : even;
    }
}
