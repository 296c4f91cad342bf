package growth.api.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SplitMixTest {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    @Test
    void theFinaliserIsThatOfJavasGenerator() {
        for (long state : new long[] {0, 1, -1, 42, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(SplitMix.mix(state + GOLDEN)).isEqualTo(new SplittableRandom(state).nextLong());
        }
    }

    @Test
    void theBitsStayAsTheyAre() {
        assertThat(SplitMix.hash()).isZero();
        assertThat(SplitMix.hash(0)).isEqualTo(258863698125685209L);
        assertThat(SplitMix.hash(1, 2, 3)).isEqualTo(17824878756907967L);
        assertThat(SplitMix.hash(3, 2, 1)).isEqualTo(2392573924989223431L);
        assertThat(SplitMix.below(1000, -7, 42)).isEqualTo(124);
    }

    @Test
    void numbersBelowABoundAreAllReached() {
        assertThat(LongStream.range(0, 1000).map(i -> SplitMix.below(7, 5, i)).distinct().sorted().toArray())
                .isEqualTo(LongStream.range(0, 7).toArray());
    }
}
