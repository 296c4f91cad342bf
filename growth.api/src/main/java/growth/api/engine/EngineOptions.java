package growth.api.engine;

import java.util.Map;

/**
 * How a session computes.
 *
 * @param workers  threads; results are the same for the same number; 0 lets the engine choose (one per core)
 * @param rows     sequences or images of the largest batch of one {@link EngineSession#train} or evaluation
 * @param seed     seed of dropout and everything else random
 * @param averages exponential moving averages of the parameters to keep: name → decay per step
 */
public record EngineOptions(int workers, int rows, long seed, Map<String, Double> averages) {
    public EngineOptions {
        averages = Map.copyOf(averages);
    }

    /** Options without averages. */
    public EngineOptions(int workers, int rows, long seed) {
        this(workers, rows, seed, Map.of());
    }
}
