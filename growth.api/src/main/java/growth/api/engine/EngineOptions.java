package growth.api.engine;

import java.util.Map;
import java.util.Objects;

/**
 * How a session computes.
 *
 * @param workers   number of threads; 0 lets the engine choose (one per core). The same number gives the same results
 * @param rows      sequences or images of the largest batch that is trained on or evaluated at once
 * @param seed      seed of dropout and everything else random
 * @param averages  exponential moving averages of the parameters to keep: name → decay per step
 * @param recompute what the backward pass computes again instead of keeping; changes memory and time, not results
 * @param placement where it computes, and in which number format
 */
public record EngineOptions(int workers, int rows, long seed, Map<String, Double> averages, Recompute recompute, Placement placement) {
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
        Objects.requireNonNull(placement);
    }

    /** Creates options that leave the device to the engine and compute in single precision. */
    public EngineOptions(int workers, int rows, long seed, Map<String, Double> averages, Recompute recompute) {
        this(workers, rows, seed, averages, recompute, Placement.AUTO);
    }

    /** Returns options without averages that keep everything, on a device of the engine's choice and in single precision. */
    public static EngineOptions of(int workers, int rows, long seed) {
        return new EngineOptions(workers, rows, seed, Map.of(), Recompute.NONE);
    }

    /** Returns these options with another number of workers. */
    public EngineOptions withWorkers(int number) {
        return new EngineOptions(number, rows, seed, averages, recompute, placement);
    }

    /** Returns these options with other averages: name → decay per step. */
    public EngineOptions withAverages(Map<String, Double> decays) {
        return new EngineOptions(workers, rows, seed, decays, recompute, placement);
    }

    /** Returns these options with something else computed again. */
    public EngineOptions withRecompute(Recompute other) {
        return new EngineOptions(workers, rows, seed, averages, other, placement);
    }

    /** Returns these options at another placement. */
    public EngineOptions withPlacement(Placement other) {
        return new EngineOptions(workers, rows, seed, averages, recompute, other);
    }
}
