package growth.api.engine;

import java.util.Map;

/**
 * How a session computes.
 *
 * @param workers   threads; results are the same for the same number; 0 lets the engine choose (one per core)
 * @param rows      sequences or images of the largest batch of one {@link EngineSession#train} or evaluation
 * @param seed      seed of dropout and everything else random
 * @param averages  exponential moving averages of the parameters to keep: name → decay per step
 * @param recompute what the backward pass computes again instead of keeping it; changes memory and time, not results
 */
public record EngineOptions(int workers, int rows, long seed, Map<String, Double> averages, Recompute recompute) {
    /** What the backward pass computes again (Chen et al. 2016, "Training deep nets with sublinear memory cost"). */
    public enum Recompute {
        /** Nothing: everything it needs is kept. */
        NONE,
        /** Attention: norm, projections and the mixing of values. */
        ATTENTION,
        /** Whole blocks: only the residual stream between them is kept. */
        BLOCK
    }

    public EngineOptions {
        averages = Map.copyOf(averages);
    }

    /** Options that keep everything. */
    public EngineOptions(int workers, int rows, long seed, Map<String, Double> averages) {
        this(workers, rows, seed, averages, Recompute.NONE);
    }

    /** Options without averages that keep everything. */
    public EngineOptions(int workers, int rows, long seed) {
        this(workers, rows, seed, Map.of());
    }
}
