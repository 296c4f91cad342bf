package growth.api.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IndexMapTest {
    private static final int NEW = IndexMap.NEW;

    @Test
    void everyKindOfMapHasItsOrder() {
        assertThat(IndexMap.identity(3).source()).containsExactly(0, 1, 2);
        assertThat(IndexMap.tile(3, 6).source()).containsExactly(0, 1, 2, 0, 1, 2);
        assertThat(IndexMap.tile(3, 5).source()).containsExactly(0, 1, 2, 0, 1);
        assertThat(IndexMap.repeatEach(3, 6).source()).containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(IndexMap.tileWithin(2, 4, 8).source()).containsExactly(0, 1, 0, 1, 2, 3, 2, 3);
        assertThat(IndexMap.pad(2, 4).source()).containsExactly(0, 1, NEW, NEW);
    }

    @Test
    void sharesAreEven() {
        assertThat(IndexMap.tile(3, 5).coefficient()).containsExactly(0.5, 0.5, 1, 0.5, 0.5);
        assertThat(IndexMap.pad(2, 3).coefficient()).containsExactly(1, 1, 1);
    }

    @Test
    void sharesOfTheCopiesOfAnIndexSumToOne() {
        Stream.of(IndexMap.tile(3, 7), IndexMap.repeatEach(3, 8), IndexMap.uneven(3, 7, 5),
                IndexMap.pad(3, 5).then(IndexMap.uneven(5, 11, 2)), IndexMap.tile(2, 4).nested(IndexMap.uneven(3, 5, 1))).forEach(map -> {
            double[] sums = new double[map.from()];
            for (int i = 0; i < map.to(); i++) {
                if (map.source()[i] != NEW) {
                    sums[map.source()[i]] += map.coefficient()[i];
                }
            }
            assertThat(Arrays.stream(sums)).allSatisfy(sum -> assertThat(sum).isCloseTo(1, within(1e-15)));
        });
    }

    @Test
    void unevenSharesDifferAndComeFromTheSeed() {
        double[] shares = IndexMap.uneven(2, 6, 9).coefficient();
        assertThat(shares[0]).isNotEqualTo(shares[2]).isBetween(1 / 9.0, 0.6);
        assertThat(IndexMap.uneven(2, 6, 9)).isEqualTo(IndexMap.uneven(2, 6, 9));
        assertThat(IndexMap.uneven(2, 6, 10)).isNotEqualTo(IndexMap.uneven(2, 6, 9));
    }

    @Test
    void nestedMapsMoveWholeBlocks() {
        IndexMap heads = IndexMap.tile(2, 4).nested(IndexMap.identity(3));
        assertThat(heads.source()).containsExactly(0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5);
        assertThat(heads.coefficient()).containsOnly(0.5);
        IndexMap both = IndexMap.pad(1, 2).nested(IndexMap.tile(2, 3));
        assertThat(both.source()).containsExactly(0, 1, 0, NEW, NEW, NEW);
        assertThat(both.coefficient()).containsExactly(0.5, 1, 0.5, 1, 1, 1);
    }

    @Test
    void mapsCanFollowOneAnother() {
        assertThat(IndexMap.tile(2, 4).then(IndexMap.tile(4, 8))).isEqualTo(IndexMap.tile(2, 8));
        IndexMap padded = IndexMap.pad(2, 3).then(IndexMap.tile(3, 6));
        assertThat(padded.source()).containsExactly(0, 1, NEW, 0, 1, NEW);
        assertThat(padded.coefficient()).containsExactly(0.5, 0.5, 1, 0.5, 0.5, 1);
        assertThatThrownBy(() -> IndexMap.tile(2, 4).then(IndexMap.tile(3, 6))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void copiesAreCountedAndRecognised() {
        assertThat(IndexMap.tile(3, 5).copies()).containsExactly(2, 2, 1);
        assertThat(IndexMap.repeatEach(2, 4).repeated()).containsExactly(false, true, false, true);
        assertThat(IndexMap.pad(1, 3).repeated()).containsOnly(false);
    }

    @Test
    void theImpossibleIsRefusedInWords() {
        assertThatThrownBy(() -> IndexMap.tile(4, 3)).isInstanceOf(GrowthException.class)
                .hasMessage("growing from 4 to 3 is shrinking; the new size must be at least the old one");
        assertThatThrownBy(() -> IndexMap.pad(4, 3)).isInstanceOf(GrowthException.class);
        assertThatThrownBy(() -> IndexMap.tileWithin(3, 4, 8)).isInstanceOf(GrowthException.class).hasMessageContaining("3 groups");
    }
}
