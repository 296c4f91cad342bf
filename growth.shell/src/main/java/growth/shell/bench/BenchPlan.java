package growth.shell.bench;

/**
 * How long is measured.
 *
 * @param workers threads; 0: one per core
 * @param steps   measured steps; 0: as many as fit into {@code seconds}
 * @param seconds time for measured steps of one size
 * @param warmup  steps before, which are not measured: the JVM compiles and memory is touched for the first time
 * @param seed    seed of the parameters and of the tokens
 */
public record BenchPlan(int workers, int steps, double seconds, int warmup, long seed) {
    /** Fewer steps tell no median. */
    private static final int FEWEST = 3;

    /** Returns whether another step shall be measured. */
    boolean more(int done, double elapsed) {
        return steps > 0 ? done < steps : done < FEWEST || elapsed < seconds;
    }
}
