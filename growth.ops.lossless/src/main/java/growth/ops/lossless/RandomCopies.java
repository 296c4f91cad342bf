package growth.ops.lossless;

import growth.api.algebra.IndexMap;
import growth.api.model.Axis;
import growth.api.random.SplitMix;
import java.util.SplittableRandom;

/**
 * The random map of Net2WiderNet (Chen et al. 2016): g(i) = i for old indices, any old index with equal probability for new ones. It
 * depends on the seed and the axis alone.
 *
 * @param seed   decides the copies and their shares
 * @param uneven whether the shares of the copies of one index are random; otherwise each has 1/n
 */
record RandomCopies(long seed, boolean uneven) implements InnerCopies.Choice {
    @Override
    public IndexMap map(Axis axis, int from, int to) {
        SplittableRandom random = SplitMix.generator(seed, "copies of " + axis.label());
        IndexMap even = IndexMap.copying(from, to, i -> i < from ? i : random.nextInt(from));
        return uneven ? even.unevenShares(SplitMix.seed(seed, axis.label())) : even;
    }
}
