package growth.runtime.prepare;

import growth.api.random.SplitMix;

/**
 * The uses of randomness. Each purpose has its own seed, so that for instance another number of growths does not change the order of the
 * data.
 */
public enum SeedPurpose {
    /** Order and windows of the training data. */
    DATA("data"),
    /** Initial values of the parameters. */
    PARAMETERS("parameters"),
    /** Dropout and whatever else the engine draws. */
    ENGINE("engine"),
    /** Random draws of schedules. */
    SCHEDULE("schedule"),
    /** Random draws of operators; {@code index} counts the growths. */
    GROWTH("growth");

    private final String identifier;

    SeedPurpose(String identifier) {
        this.identifier = identifier;
    }

    /** Returns the seed of this purpose in a run with that seed. */
    public long seed(long runSeed) {
        return seed(runSeed, 0);
    }

    /**
     * Derives the seed of one of several uses of this purpose.
     *
     * @param runSeed the run's seed
     * @param index   which use, from 0
     */
    public long seed(long runSeed, long index) {
        return SplitMix.seed(runSeed, identifier, index);
    }
}
