package growth.runtime.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** A checkpoint holds the run's seed only: what is derived from it must not change between versions. Computed in Python. */
    @ParameterizedTest
    @CsvSource({"DATA, 0, -1812866165251194498", "PARAMETERS, 0, 1125287695354270372", "ENGINE, 0, 3656057342610052541",
        "SCHEDULE, 2, -7915515180749107744", "GROWTH, 2, 2748726661163828257"})
    void seedsStayAsTheyAre(SeedPurpose purpose, long index, long expected) {
        assertThat(purpose.seed(1, index)).isEqualTo(expected);
    }
}
