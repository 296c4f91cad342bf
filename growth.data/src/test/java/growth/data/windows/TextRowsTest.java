package growth.data.windows;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.data.tokens.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens are numbered from 100 on. */
class TextRowsTest {
    private static final int IGNORED = Batch.IGNORED;

    private static Tokens text(int size) {
        return Tokens.of(IntStream.range(100, 100 + size).toArray());
    }

    private static TextRows causal(int size, int... before) {
        return new TextRows(text(size), 4, before, new int[] {9}, true, true);
    }

    @ParameterizedTest
    @CsvSource({"5, 0, 101", "6, 0, 101", "9, 0, 101", "12, 0, 101", "1, 1, 100", "4, 1, 100", "5, 1, 100", "11, 2, 100", "13, 3, 100"})
    void everyTokenIsALabelOnce(int size, int special, int first) {
        TextRows rows = causal(size, new int[special]);
        List<Integer> labels = new ArrayList<>();
        for (int row = 0; row < rows.count(); row++) {
            for (int label : rows.batch(row, 1, 4).labels()) {
                if (label != IGNORED) {
                    labels.add(label);
                }
            }
        }
        assertThat(labels).isEqualTo(IntStream.range(first, 100 + size).boxed().toList());
    }

    @Test
    void theRestIsAShorterRow() {
        Batch.Tokens batch = causal(7).batch(0, 2, 4);
        assertThat(causal(7).count()).isEqualTo(2);
        assertThat(batch.inputs()).containsExactly(100, 101, 102, 103, 104, 105, 0, 0);
        assertThat(batch.labels()).containsExactly(101, 102, 103, 104, 105, 106, IGNORED, IGNORED);
        assertThat(batch.attentionMask()).containsExactly(true, true, true, true, true, true, false, false);
        assertThat(causal(5).batch(0, 1, 4).padded()).isFalse();
    }

    @Test
    void withoutTheRestRowsAreWhole() {
        assertThat(new TextRows(text(9), 4, new int[0], new int[0], true, false).count()).isEqualTo(2);
        assertThat(new TextRows(text(8), 4, new int[0], new int[0], true, false).count()).isEqualTo(1);
        assertThat(new TextRows(text(8), 4, new int[] {7}, new int[0], true, false).count()).isEqualTo(2);
        assertThat(new TextRows(text(5), 5, new int[] {7}, new int[] {8}, false, false).count()).isEqualTo(1);
    }

    @Test
    void specialTokensStandAroundEveryRow() {
        Batch.Tokens next = causal(6, 7).batch(0, 2, 4);
        assertThat(next.inputs()).containsExactly(7, 100, 101, 102, 7, 104, 0, 0);
        assertThat(next.labels()).containsExactly(100, 101, 102, 103, 104, 105, IGNORED, IGNORED);
        TextRows own = new TextRows(text(5), 5, new int[] {7}, new int[] {8}, false, true);
        assertThat(own.count()).isEqualTo(2);
        Batch.Tokens masked = own.batch(0, 2, 5);
        assertThat(masked.inputs()).containsExactly(7, 100, 101, 102, 8, 7, 103, 104, 8, 0);
        assertThat(masked.attentionMask()).containsExactly(true, true, true, true, true, true, true, true, true, false);
    }

    @Test
    void shorterViewsSeeTheBeginnings() {
        Batch.Tokens batch = causal(7).batch(0, 2, 3);
        assertThat(batch.inputs()).containsExactly(100, 101, 102, 104, 105, 0);
        assertThat(batch.labels()).containsExactly(101, 102, 103, 105, 106, IGNORED);
    }
}
