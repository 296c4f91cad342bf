package growth.shell.bench;

/**
 * How long to measure.
 *
 * @param workers threads; 0: one per core
 * @param steps   measured steps; 0: as many as fit into {@code seconds}
 * @param seconds time for measured steps of one size
 * @param warmup  fewest steps before, which are not measured: memory is touched for the first time
 * @param seed    seed of the parameters and of the tokens
 * @param rows    sequences or images of one step; 0: those of the size
 */
public record BenchPlan(int workers, int steps, double seconds, int warmup, long seed, int rows) {
    /** The fewest steps that give a useful median. */
    private static final int FEWEST = 3;

    /**
     * Returns whether to make another step before those that are measured. The JVM goes on compiling for some seconds, on the cores that
     * compute: at size M its steps take a tenth longer in the first five seconds.
     *
     * @param elapsed seconds since the first of them
     */
    boolean warming(int done, double elapsed) {
        return done < warmup || steps == 0 && elapsed < seconds;
    }

    /** Returns whether to measure another step. */
    boolean more(int done, double elapsed) {
        return steps > 0 ? done < steps : done < FEWEST || elapsed < seconds;
    }
}
