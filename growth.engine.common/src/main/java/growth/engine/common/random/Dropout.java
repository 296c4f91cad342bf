package growth.engine.common.random;

import growth.api.engine.Regularization;
import growth.api.random.SplitMix;

/**
 * The dropout masks and the stochastic depth of one pass. Every decision is a pure function of the session's seed, the run's step, the
 * batch of the step, the site in the model and the row. Backward passes, repeated passes, other numbers of workers and resumed runs so
 * decide alike.
 */
public final class Dropout {
    /** Nothing is dropped. */
    public static final Dropout NONE = new Dropout(Regularization.NONE, 0, 0, 0);
    private static final int BITS = 24;

    private final Regularization rates;
    private final long seed;

    /** A place in the model at which something is dropped. */
    public enum Site {
        EMBEDDING("embedding"), ATTENTION("attention"), ATTENTION_OUTPUT("attention output"), MLP_OUTPUT("mlp output");

        private final long dropout;
        private final long depth;

        Site(String identifier) {
            dropout = SplitMix.seed(0, "dropout of " + identifier);
            depth = SplitMix.seed(0, "stochastic depth of " + identifier);
        }
    }

    /**
     * @param rates how much is dropped
     * @param seed  the session's seed
     * @param step  number of the step in the run
     * @param batch number of the batch in the step
     */
    public Dropout(Regularization rates, long seed, long step, int batch) {
        this.rates = rates;
        this.seed = SplitMix.seed(seed, "batch", step, batch);
    }

    /** Returns the dropout of a batch of a step; {@link #NONE} for rates of 0. */
    public static Dropout of(Regularization rates, long seed, long step, int batch) {
        return rates.equals(Regularization.NONE) ? NONE : new Dropout(rates, seed, step, batch);
    }

    /** Returns whether the outputs of branches are touched. */
    public boolean touchesBranches() {
        return rates.hiddenDropout() > 0 || rates.stochasticDepth() > 0;
    }

    /** Returns whether something is dropped at a site. */
    public boolean touches(Site site) {
        return rate(site) > 0;
    }

    private double rate(Site site) {
        return switch (site) {
            case EMBEDDING -> rates.embeddingDropout();
            case ATTENTION -> rates.attentionDropout();
            case ATTENTION_OUTPUT, MLP_OUTPUT -> rates.hiddenDropout();
        };
    }

    /** Returns the threshold of a site: an element is dropped if its {@link RowNoise#bits} are below it. */
    public int threshold(Site site) {
        return (int) Math.round(rate(site) * (1 << BITS));
    }

    /** Returns the factor of the elements of a site that are kept: 1 / (1 − rate). */
    public float scale(Site site) {
        return (float) (1 / (1 - rate(site)));
    }

    /**
     * Returns the key of a row, from which with the place in the row the {@link RowNoise#bits} of an element follow.
     *
     * @param layer the block; 0 for the embedding
     * @param row   number of the row at that site of that block. Rows are those of all sequences of the batch, one after the other, as the
     *     blocks see them (as they are embedded, for the embedding), and for attention row·heads + head, where the elements are the keys
     *     from the sequence's first on
     */
    public int key(Site site, int layer, long row) {
        return (int) (SplitMix.hash(seed, site.dropout, layer, row) >>> Integer.SIZE);
    }

    /** Returns the hash of all that stands before the row in {@link #key}, for engines that go on hashing on a device. */
    public long seed(Site site, int layer) {
        return SplitMix.hash(seed, site.dropout, layer);
    }

    /**
     * Writes the factors of some rows: 0 or {@link #scale}.
     *
     * @param firstRow number of the first row, as in {@link #key}
     * @param columns  elements of a row
     * @param factors  takes them, row after row; as many rows as fit in
     */
    public void factors(Site site, int layer, long firstRow, int columns, float[] factors) {
        int threshold = threshold(site);
        float scale = scale(site);
        for (int row = 0; row < factors.length / columns; row++) {
            int key = key(site, layer, firstRow + row);
            for (int i = 0; i < columns; i++) {
                factors[row * columns + i] = RowNoise.bits(key, i) < threshold ? 0 : scale;
            }
        }
    }

    /**
     * Decides whether a branch of a block runs for a sequence (stochastic depth, Huang et al. 2016). The rate rises linearly from 0 in
     * the first block to the given one in the last.
     *
     * @return 0, or 1 / (1 − rate)
     */
    public float depthScale(Site site, int layer, int layers, int sequence) {
        double rate = layers == 1 ? rates.stochasticDepth() : rates.stochasticDepth() * layer / (layers - 1);
        if (rate == 0) {
            return 1;
        }
        double chance = (SplitMix.hash(seed, site.depth, layer, sequence) >>> Long.SIZE - BITS) / (double) (1 << BITS);
        return chance < rate ? 0 : (float) (1 / (1 - rate));
    }
}
