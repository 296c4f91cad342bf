package growth.runtime.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedPurposeTest {
    @Test
    void everyPurposeSeedAndIndexHasASeedOfItsOwn() {
        Set<Long> seeds = new HashSet<>();
        for (SeedPurpose purpose : SeedPurpose.values()) {
            for (long run = -50; run < 50; run++) {
                for (int index = 0; index < 10; index++) {
                    seeds.add(purpose.seed(run, index));
                }
            }
        }
        assertThat(seeds).hasSize(SeedPurpose.values().length * 100 * 10);
    }

    /** A checkpoint holds the run's seed only: what is derived from it must not change between versions. */
    @Test
    void seedsStayAsTheyAre() {
        assertThat(SeedPurpose.DATA.seed(1)).isEqualTo(SeedPurpose.DATA.seed(1, 0)).isEqualTo(EXPECTED_DATA_SEED);
    }

    private static final long EXPECTED_DATA_SEED = independentSplitMix(independentSplitMix(1) + 0x9E3779B97F4A7C15L);

    /** The reference: java.util.SplittableRandom's mix64, found by asking for the first value after a state that is one gamma short. */
    private static long independentSplitMix(long state) {
        return new java.util.SplittableRandom(state - 0x9E3779B97F4A7C15L).nextLong();
    }
}
