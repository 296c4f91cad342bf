package growth.engine.cpu.model;

import growth.api.engine.Regularization;
import growth.api.random.SplitMix;

/**
 * What is left out at random in one pass. Every decision is a pure function of the session's seed, the run's step, the batch of the step,
 * the place in the model and the row, so that backward and repeated passes, other numbers of workers and resumed runs decide alike.
 */
public final class Noise {
    /** Nothing is left out. */
    public static final Noise NONE = new Noise(Regularization.NONE, 0, 0, 0);
    private static final int BITS = 24;

    private final Regularization rates;
    private final long seed;

    /** Places in the model at which something is left out. */
    enum Site {
        EMBEDDING("embedding"), ATTENTION("attention"), ATTENTION_OUTPUT("attention output"), MLP_OUTPUT("mlp output");

        private final long dropout;
        private final long depth;

        Site(String identifier) {
            dropout = SplitMix.seed(0, "dropout of " + identifier);
            depth = SplitMix.seed(0, "stochastic depth of " + identifier);
        }
    }

    /**
     * @param rates how much is left out
     * @param seed  the session's seed
     * @param step  number of the step in the run
     * @param batch number of the batch in the step
     */
    public Noise(Regularization rates, long seed, long step, int batch) {
        this.rates = rates;
        this.seed = SplitMix.seed(seed, "batch", step, batch);
    }

    /** @return whether rows of the stream between blocks are touched */
    public boolean touchesBranches() {
        return rates.hiddenDropout() > 0 || rates.stochasticDepth() > 0;
    }

    boolean touches(Site site) {
        return rate(site) > 0;
    }

    private double rate(Site site) {
        return switch (site) {
            case EMBEDDING -> rates.embeddingDropout();
            case ATTENTION -> rates.attentionDropout();
            case ATTENTION_OUTPUT, MLP_OUTPUT -> rates.hiddenDropout();
        };
    }

    /** Drops elements of the first n of a row. */
    void drop(Worker worker, Site site, int layer, long row, float[] x, int n) {
        double rate = rate(site);
        int threshold = (int) Math.round(rate * (1 << BITS));
        worker.kernels.dropout(x, (int) (SplitMix.hash(seed, site.dropout, layer, row) >>> Integer.SIZE), threshold, (float) (1 / (1 - rate)), n);
    }

    /**
     * Stochastic depth (Huang et al. 2016): whether a branch of a block runs for a sequence. The rate rises linearly from 0 in the first
     * block to the given one in the last.
     *
     * @return 0, or 1 / (1 − rate)
     */
    float depthScale(Site site, int layer, int layers, int sequence) {
        double rate = layers == 1 ? rates.stochasticDepth() : rates.stochasticDepth() * layer / (layers - 1);
        if (rate == 0) {
            return 1;
        }
        double chance = (SplitMix.hash(seed, site.depth, layer, sequence) >>> Long.SIZE - BITS) / (double) (1 << BITS);
        return chance < rate ? 0 : (float) (1 / (1 - rate));
    }
}
