package growth.data.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.data.masking.Masking.MaskedRow;
import growth.data.masking.Masking.WordBoundaries;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static final int VOCABULARY = 20;
    private static final int MASK = 19;
    private static final int CLASS = 0;
    /** Ids divisible by 3 begin a word. */
    private static final WordBoundaries THREES = (before, id) -> id % 3 != 0;

    private static Masking masking(double probability, Optional<WordBoundaries> words) {
        BitSet special = new BitSet();
        special.set(CLASS);
        return new Masking(probability, MASK, VOCABULARY, special, words);
    }

    private static int[] row(int length) {
        return IntStream.range(0, length).map(i -> 1 + i * 7 % 18).toArray();
    }

    private static int[] chosen(MaskedRow row) {
        return IntStream.range(0, row.labels().length).filter(i -> row.labels()[i] != Batch.IGNORED).toArray();
    }

    @Test
    void labelsAreTheTokensThatStoodThereAndNothingElseChanges() {
        int[] row = row(50);
        for (int key = 0; key < 500; key++) {
            MaskedRow masked = masking(0.15, Optional.empty()).apply(row, key);
            assertThat(chosen(masked)).isNotEmpty();
            for (int i = 0; i < row.length; i++) {
                boolean scored = masked.labels()[i] != Batch.IGNORED;
                assertThat(masked.labels()[i]).isEqualTo(scored ? row[i] : Batch.IGNORED);
                if (!scored) {
                    assertThat(masked.inputs()[i]).isEqualTo(row[i]);
                }
            }
        }
        assertThat(row).isEqualTo(row(50));
    }

    /** Bounds are 5 standard deviations. */
    @Test
    void sharesAreThoseOfThePaper() {
        int length = 37;
        int[] row = IntStream.generate(() -> 5).limit(length).toArray();
        int rows = 20_000;
        long masked = 0;
        long kept = 0;
        long[] drawn = new long[VOCABULARY];
        long[] places = new long[length];
        for (int key = 0; key < rows; key++) {
            MaskedRow gaps = masking(0.15, Optional.empty()).apply(row, key);
            for (int i : chosen(gaps)) {
                places[i]++;
                if (gaps.inputs()[i] == MASK) {
                    masked++;
                } else if (gaps.inputs()[i] == 5) {
                    kept++;
                } else {
                    drawn[gaps.inputs()[i]]++;
                }
            }
        }
        long others = Arrays.stream(drawn).sum();
        double n = masked + kept + others;
        assertThat(n / rows / length).as("probability").isCloseTo(0.15, within(0.001));
        double drawable = VOCABULARY - 2;
        double same = 0.1 / drawable;
        assertThat(masked / n).as("mask").isCloseTo(0.8, within(5 * Math.sqrt(0.16 / n)));
        assertThat(kept / n).as("kept, or drawn by chance").isCloseTo(0.1 + same, within(5 * Math.sqrt(0.09 / n)));
        assertThat(others / n).as("another token").isCloseTo(0.1 - same, within(5 * Math.sqrt(0.09 / n)));
        assertThat(drawn[CLASS]).isZero();
        assertThat(drawn[MASK]).isZero();
        double expected = others / (drawable - 1);
        double chiSquare = IntStream.range(0, VOCABULARY).filter(id -> id != CLASS && id != MASK && id != 5)
                .mapToDouble(id -> Math.pow(drawn[id] - expected, 2) / expected).sum();
        // 16 degrees of freedom: 39.3 at 0.1%
        assertThat(chiSquare).as("drawn evenly").isLessThan(39.3);
        double perPlace = n / length;
        double chiSquarePlaces = Arrays.stream(places).mapToDouble(count -> Math.pow(count - perPlace, 2) / perPlace).sum();
        // 36 degrees of freedom: 68.0 at 0.1%
        assertThat(chiSquarePlaces).as("all places alike").isLessThan(68);
    }

    @Test
    void shortRowsHaveAGapToo() {
        for (int key = 0; key < 200; key++) {
            assertThat(chosen(masking(0.15, Optional.empty()).apply(new int[] {7}, key))).containsExactly(0);
            assertThat(chosen(masking(0.15, Optional.empty()).apply(row(4), key))).hasSize(1);
        }
    }

    @Test
    void specialTokensAreNeverChosen() {
        int[] row = {CLASS, 4, MASK, 5, CLASS};
        for (int key = 0; key < 300; key++) {
            assertThat(chosen(masking(0.8, Optional.empty()).apply(row, key))).isNotEmpty().doesNotContain(0, 2, 4);
        }
        assertThat(chosen(masking(0.8, Optional.empty()).apply(new int[] {CLASS, CLASS}, 1))).isEmpty();
        assertThatThrownBy(() -> new Masking(0.15, 0, 1, new BitSet(), Optional.empty())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysDecide() {
        int[] row = row(64);
        Masking masking = masking(0.15, Optional.empty());
        assertThat(masking.apply(row, 3).inputs()).isEqualTo(masking.apply(row, 3).inputs());
        assertThat(masking.apply(row, 3).inputs()).isNotEqualTo(masking.apply(row, 4).inputs());
        assertThat(chosen(masking.apply(row, 3))).isNotEqualTo(chosen(masking.apply(row, 4)));
    }

    @Test
    void wholeWordsAreChosenOrLeft() {
        // Words of 2, 3, 1 and 2 tokens, a special one, and 4 tokens of which the first goes on with nothing.
        int[] row = {3, 4, 6, 7, 8, 9, 12, 13, CLASS, 1, 2, 4, 5};
        int[][] words = {{0, 1}, {2, 3, 4}, {5}, {6, 7}, {9, 10, 11, 12}};
        long tokens = 0;
        for (int key = 0; key < 2000; key++) {
            int[] chosen = chosen(masking(0.25, Optional.of(THREES)).apply(row, key));
            assertThat(chosen.length).isBetween(1, 4);
            tokens += chosen.length;
            for (int[] word : words) {
                long hit = Arrays.stream(word).filter(i -> Arrays.binarySearch(chosen, i) >= 0).count();
                assertThat(hit).isIn(0L, (long) word.length);
            }
        }
        assertThat(tokens / 2000.0).isCloseTo(0.25 * 12, within(0.25));
    }

    @Test
    void aWordThatIsLargerThanTheBudgetIsTakenIfThereIsNoOther() {
        int[] row = {3, 4, 5, 7, 8};
        assertThat(chosen(masking(0.15, Optional.of(THREES)).apply(row, 1))).containsExactly(0, 1, 2, 3, 4);
    }
}
