package growth.data.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.data.Cursor;
import growth.api.random.SplitMix;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PermutationTest {
    @Test
    void everyNumberComesOnce() {
        for (int size = 1; size < 300; size++) {
            assertThat(order(size, 5).sorted().toArray()).isEqualTo(LongStream.range(0, size).toArray());
        }
    }

    @Test
    void largeSizesStayInRangeWithoutRepeating() {
        Permutation permutation = new Permutation((1L << 40) + 12_345, 9);
        long[] values = LongStream.range(0, 100_000).map(permutation::at).toArray();
        assertThat(values).doesNotHaveDuplicates();
        assertThat(LongStream.of(values).allMatch(v -> v >= 0 && v < permutation.size())).isTrue();
    }

    @Test
    void keysGiveDifferentOrders() {
        assertThat(order(1000, 1).toArray()).isNotEqualTo(order(1000, 2).toArray()).isNotEqualTo(LongStream.range(0, 1000).toArray());
    }

    /** Computed with a Python program that follows the class comments of {@link SplitMix} and {@link Permutation}. */
    @Test
    void theOrderOfAPassStaysAsItIs() {
        Passes passes = new Passes(10, 1);
        assertThat(LongStream.range(0, 10).map(i -> passes.at(new Cursor(0, i)))).containsExactly(8L, 1L, 3L, 6L, 4L, 0L, 5L, 2L, 7L, 9L);
        assertThat(LongStream.range(0, 10).map(i -> passes.at(new Cursor(1, i)))).containsExactly(2L, 0L, 5L, 6L, 7L, 4L, 9L, 3L, 1L, 8L);
    }

    @Test
    void everyNumberIsAsLikelyEverywhere() {
        // Which of 8 numbers comes first and which second, over 56,000 keys: 56 ordered pairs, each expected 1,000 times.
        int[] counts = new int[64];
        for (int key = 0; key < 56_000; key++) {
            Permutation permutation = new Permutation(8, SplitMix.hash(3, key));
            counts[(int) (permutation.at(0) * 8 + permutation.at(1))]++;
        }
        double chiSquare = 0;
        for (int pair = 0; pair < counts.length; pair++) {
            double expected = pair / 8 == pair % 8 ? 0 : 1000;
            chiSquare += expected == 0 ? counts[pair] : (counts[pair] - expected) * (counts[pair] - expected) / expected;
        }
        // 55 degrees of freedom: above 110 once in 100,000 times.
        assertThat(chiSquare).isLessThan(110);
    }

    @Test
    void nothingCannotBeOrdered() {
        assertThatThrownBy(() -> new Permutation(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Permutation(3, 1).at(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static LongStream order(long size, long key) {
        Permutation permutation = new Permutation(size, key);
        return LongStream.range(0, size).map(permutation::at);
    }
}
