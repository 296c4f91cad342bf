package growth.api.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** The expected values were computed with a Python program that follows the two formulas of the class comment. */
    @ParameterizedTest
    @CsvSource({"1, data, 0, -1812866165251194498", "1, parameters, 0, 1125287695354270372", "1, growth, 1, 1903097382829191656",
        "7, model.layers.0.mlp.up_proj.weight, 3, 786326232988283974"})
    void aSeedBelongsToASeedAnIdentifierAndPlaces(long seed, String identifier, long place, long expected) {
        assertThat(SplitMix.seed(seed, identifier, place)).isEqualTo(expected);
    }

    @Test
    void anIdentifierIsItsUtf8BytesAndMayHaveAnyNumberOfPlaces() {
        assertThat(SplitMix.seed(0, "")).isEqualTo(537811230735318210L);
        assertThat(SplitMix.seed(-5, "größe", -1, 1L << 40)).isEqualTo(3591175981471160511L);
    }

    /**
     * The integers are SplitMix64's, from Python; the normal numbers are what Java 17 and 25 give; another Java that differs is found here.
     */
    @Test
    void aGeneratorStartsFromTheSeed() {
        SplittableRandom random = SplitMix.generator(7, "model.layers.0.mlp.up_proj.weight", 3);
        assertThat(random.longs(3)).containsExactly(-5872599837598192861L, 5423450792249008659L, 2246441463554811919L);
        assertThat(random.nextGaussian()).isEqualTo(0.06946527716256524);
        assertThat(random.nextGaussian()).isEqualTo(-0.4078604934644443);
    }

    @Test
    void numbersBelowABoundAreAllReached() {
        assertThat(LongStream.range(0, 1000).map(i -> SplitMix.below(7, 5, i)).distinct().sorted().toArray())
                .isEqualTo(LongStream.range(0, 7).toArray());
    }
}
