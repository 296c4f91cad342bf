package growth.runtime.prepare;

import growth.api.random.SplitMix;

/**
 * What randomness is used for. Each purpose has a seed of its own, so that for instance another number of growths does not change the order
 * of the data.
 */
public enum SeedPurpose {
    /** Order and windows of the training data. */
    DATA,
    /** Initial values of the parameters. */
    PARAMETERS,
    /** Dropout and whatever else the engine draws. */
    ENGINE,
    /** What schedules draw. */
    SCHEDULE,
    /** What operators draw; {@code index} counts the growths. */
    GROWTH;

    /** @return the seed of this purpose in a run with that seed */
    public long seed(long runSeed) {
        return seed(runSeed, 0);
    }

    /**
     * @param runSeed the run's seed
     * @param index   which use of the purpose, from 0
     * @return its seed: {@link SplitMix#mix} over seed, purpose and index
     */
    public long seed(long runSeed, int index) {
        return SplitMix.mix(SplitMix.mix(runSeed) + 0x9E3779B97F4A7C15L * (1 + ordinal()) + 0xD1B54A32D192ED03L * index);
    }
}
