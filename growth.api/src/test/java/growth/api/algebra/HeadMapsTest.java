package growth.api.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadMapsTest {

    @Test
    void bothGrowByTiling() {
        HeadMaps maps = HeadMaps.copy(4, 2, 8, 4);
        assertThat(maps.query()).isEqualTo(IndexMap.tile(4, 8));
        assertThat(maps.keyValue()).isEqualTo(IndexMap.tile(2, 4));
    }

    @Test
    void queryHeadsAloneGrowWithinTheirGroups() {
        HeadMaps maps = HeadMaps.copy(4, 2, 8, 2);
        assertThat(maps.query()).isEqualTo(IndexMap.tileWithin(2, 4, 8));
        assertThat(maps.keyValue()).isEqualTo(IndexMap.identity(2));
    }

    @Test
    void keyValueHeadsAloneGrowByCopiesForSubgroups() {
        HeadMaps maps = HeadMaps.copy(4, 1, 4, 2);
        assertThat(maps.query()).isEqualTo(IndexMap.identity(4));
        assertThat(maps.keyValue()).isEqualTo(IndexMap.tile(1, 2));
        assertThat(HeadMaps.copy(4, 2, 4, 4).keyValue()).isEqualTo(IndexMap.repeatEach(2, 4));
    }

    @ParameterizedTest
    @CsvSource({"4,2,8,4", "4,2,8,2", "4,2,4,4", "4,1,8,4", "6,2,12,4", "6,2,12,12", "4,4,6,6", "4,2,6,2", "2,1,9,3", "3,1,4,2",
        "6,3,30,5"})
    void everyOrderIsConsistent(int heads, int kvHeads, int newHeads, int newKvHeads) {
        HeadMaps maps = HeadMaps.copy(heads, kvHeads, newHeads, newKvHeads);
        int[] query = maps.query().source();
        int[] keyValue = maps.keyValue().source();
        for (int j = 0; j < newHeads; j++) {
            assertThat(keyValue[j / (newHeads / newKvHeads)]).as("the kv head of query head " + j).isEqualTo(query[j] / (heads / kvHeads));
        }
        assertThat(maps.query().copies()).doesNotContain(0);
        double sum = 0;
        for (double share : maps.keyValue().coefficient()) {
            sum += share;
        }
        assertThat(sum).isCloseTo(kvHeads, within(1e-12));
    }

    @Test
    void paddedHeadsStandAtTheEndOfTheirGroups() {
        HeadMaps maps = HeadMaps.pad(4, 2, 9, 3);
        assertThat(maps.query().source()).containsExactly(0, 1, -1, 2, 3, -1, -1, -1, -1);
        assertThat(maps.keyValue().source()).containsExactly(0, 1, -1);
    }

    @Test
    void unevenSharesOfKeyValueHeadsAreTheMeanOfTheirGroups() {
        HeadMaps maps = HeadMaps.copy(4, 2, 8, 4).unevenShares(3);
        assertThat(maps.query()).isEqualTo(IndexMap.tile(4, 8).unevenShares(3));
        double[] query = maps.query().coefficient();
        double[] keyValue = maps.keyValue().coefficient();
        for (int k = 0; k < 4; k++) {
            assertThat(keyValue[k]).isCloseTo((query[2 * k] + query[2 * k + 1]) / 2, within(1e-15)).isNotEqualTo(0.5);
            assertThat(maps.keyValue().source()[k]).isEqualTo(k % 2);
        }
    }

    @Test
    void whatHasNoConsistentOrderIsRefusedInWords() {
        assertThatThrownBy(() -> HeadMaps.copy(6, 2, 6, 3)).isInstanceOf(GrowthException.class)
                .hasMessage("heads 6/2 cannot be copied to 6/3: a group of 3 query heads needs 2 groups of 2, so give at least 4 kv-heads");
        assertThatThrownBy(() -> HeadMaps.copy(4, 2, 2, 2)).isInstanceOf(GrowthException.class).hasMessageContaining("shrink");
        assertThatThrownBy(() -> HeadMaps.copy(4, 4, 8, 2)).isInstanceOf(GrowthException.class).hasMessageContaining("shrink");
        assertThatThrownBy(() -> HeadMaps.pad(4, 2, 4, 4)).isInstanceOf(GrowthException.class).hasMessageContaining("groups of 2");
    }
}
