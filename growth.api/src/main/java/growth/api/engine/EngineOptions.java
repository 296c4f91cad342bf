package growth.api.engine;

/**
 * How a session computes.
 *
 * @param workers threads; results are the same for the same number; 0 lets the engine choose (one per core)
 * @param rows    sequences or images of the largest batch of one {@link EngineSession#train} or evaluation
 * @param seed    seed of dropout and everything else random
 */
public record EngineOptions(int workers, int rows, long seed) {
}
