package growth.api.algebra;

import growth.api.algebra.FillRule.Block;
import growth.api.model.ParameterSpec;
import growth.api.random.SplitMix;
import java.util.SplittableRandom;

/**
 * Fills the entries of a tensor without a source as a {@link FillRule} says, block by block. Random entries depend on the seed, the
 * tensor's name and the row alone, so that neither the order of the work nor other tensors change them.
 */
final class BlockFiller implements Gather.Filler {
    private final TensorSides sides;
    private final boolean vector;
    private final long seed;
    private final String tensor;
    private final double[] means = new double[Block.values().length];
    private final double[] deviations = new double[Block.values().length];

    BlockFiller(ParameterSpec spec, TensorSides sides, FillRule rule, long seed) {
        this.sides = sides;
        vector = spec.dimensions().size() == 1;
        this.seed = seed;
        tensor = spec.name();
        for (Block block : Block.values()) {
            Fill fill = rule.fill(spec, block);
            means[block.ordinal()] = fill.mean();
            deviations[block.ordinal()] = fill.std();
        }
    }

    @Override
    public Gather.RowFiller row(int row) {
        SplittableRandom generator = SplitMix.generator(seed, tensor, row);
        return column -> {
            int block = block(row, column).ordinal();
            return deviations[block] == 0 ? means[block] : means[block] + deviations[block] * generator.nextGaussian();
        };
    }

    private Block block(int row, int column) {
        boolean written = sides.rows().written()[row] || sides.columns().written()[column];
        boolean read = sides.rows().read()[row] || sides.columns().read()[column];
        if (vector || !read) {
            return Block.NEW_READS_OLD;
        }
        return written ? Block.NEW_READS_NEW : Block.OLD_READS_NEW;
    }
}
