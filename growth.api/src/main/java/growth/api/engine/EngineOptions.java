package growth.api.engine;

import java.util.Map;

/**
 * How a session computes.
 *
 * @param workers   number of threads; 0 lets the engine choose (one per core). The same number gives the same results
 * @param rows      sequences or images of the largest batch that is trained on or evaluated at once
 * @param seed      seed of dropout and everything else random
 * @param averages  exponential moving averages of the parameters to keep: name → decay per step
 * @param recompute what the backward pass computes again instead of keeping; changes memory and time, not results
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

    /** Returns options without averages that keep everything. */
    public static EngineOptions of(int workers, int rows, long seed) {
        return new EngineOptions(workers, rows, seed, Map.of(), Recompute.NONE);
    }

    /** Returns these options with another number of workers. */
    public EngineOptions withWorkers(int number) {
        return new EngineOptions(number, rows, seed, averages, recompute);
    }

    /** Returns these options with other averages: name → decay per step. */
    public EngineOptions withAverages(Map<String, Double> decays) {
        return new EngineOptions(workers, rows, seed, decays, recompute);
    }

    /** Returns these options with something else computed again. */
    public EngineOptions withRecompute(Recompute other) {
        return new EngineOptions(workers, rows, seed, averages, other);
    }
}
