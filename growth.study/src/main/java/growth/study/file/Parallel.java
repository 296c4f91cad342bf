package growth.study.file;

import growth.api.options.Option;

/**
 * How many runs train at a time.
 *
 * @param runs    how many
 * @param workers threads of each
 */
public record Parallel(
        @Option(description = "how many runs train at a time", defaultValue = "1", atLeast = 1, atMost = 1024) int runs,
        @Option(description = "threads of each run, the same for all; 0 for an equal share of the cores", defaultValue = "0", atLeast = 0,
                atMost = 4096) int workers) {
    /** Returns the same with a number of workers that no longer depends on the machine. */
    public Parallel on(int cores) {
        return workers > 0 ? this : new Parallel(runs, Math.max(1, cores / runs));
    }
}
