package growth.data.masking;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.model.View;
import growth.data.OptionPlace;
import growth.data.tokens.Tokens;
import growth.data.windows.TextRows;
import growth.data.windows.Vocabulary;
import growth.data.windows.WindowDataset;
import growth.data.windows.Windows;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaskedDatasetTest {
    private static final int CONTEXT = 16;
    private static final int VOCABULARY = 101;

    private static Dataset windows(long seed) {
        Tokens train = Tokens.of(IntStream.range(0, 800).map(i -> i % 100).toArray());
        Tokens valid = Tokens.of(IntStream.range(0, 100).toArray());
        return new WindowDataset(new Windows(train, CONTEXT, seed), TextRows.windows(valid, CONTEXT), Vocabulary.of(VOCABULARY),
                Map.of(), new OptionPlace("", ""),
                List.of());
    }

    private static Dataset masked(long seed) {
        return new MaskedDataset(windows(seed), new Masking(0.15, 100, VOCABULARY, new BitSet(), Optional.empty()), seed);
    }

    private static View view(int i) {
        return i % 3 == 0 ? View.full() : View.full().withSequence(1 + i % CONTEXT);
    }

    private static Batch.Tokens next(Dataset data, int rows, View view) {
        return (Batch.Tokens) data.next(rows, view);
    }

    private static List<Integer> scored(Batch.Tokens batch, int row) {
        return IntStream.range(row * batch.sequence(), (row + 1) * batch.sequence())
                .filter(i -> batch.labels()[i] != Batch.IGNORED).map(i -> i % batch.sequence()).boxed().toList();
    }

    @Test
    void windowsAreThoseOfTheCausalData() {
        try (Dataset masked = masked(3); Dataset causal = windows(3)) {
            assertThat(masked.scoredShare()).isEqualTo(0.15);
            assertThat(masked.vocabulary()).isEqualTo(VOCABULARY);
            assertThat(masked.tokensPerEpoch()).isEqualTo(causal.tokensPerEpoch());
            assertThat(masked.provenance()).containsEntry("masking", "0.15 of the tokens, mask id 100");
            for (int i = 0; i < 40; i++) {
                int[] original = next(causal, 5, view(i)).inputs();
                Batch.Tokens batch = next(masked, 5, view(i));
                assertThat(masked.cursor()).isEqualTo(causal.cursor());
                for (int row = 0; row < 5; row++) {
                    assertThat(scored(batch, row)).isNotEmpty();
                }
                for (int p = 0; p < original.length; p++) {
                    assertThat(batch.labels()[p] == Batch.IGNORED ? batch.inputs()[p] : batch.labels()[p]).isEqualTo(original[p]);
                }
            }
        }
    }

    @Test
    void cursorsGiveTheSameBatchesAgain() {
        Dataset data = masked(3);
        List<Cursor> cursors = new ArrayList<>();
        List<Batch.Tokens> batches = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            cursors.add(data.cursor());
            batches.add(next(data, 7, view(i)));
        }
        for (int i = 39; i >= 0; i--) {
            Dataset other = masked(3);
            other.seek(cursors.get(i));
            Batch.Tokens again = next(other, 7, view(i));
            assertThat(again.inputs()).isEqualTo(batches.get(i).inputs());
            assertThat(again.labels()).isEqualTo(batches.get(i).labels());
        }
        assertThat(next(masked(4), 7, View.full()).labels()).isNotEqualTo(batches.get(0).labels());
    }

    @Test
    void rowsOfABatchAndPassesHaveGapsOfTheirOwn() {
        Dataset data = masked(3);
        data.seek(new Cursor(0, 45));
        Batch.Tokens overTheEnd = next(data, 8, View.full());
        assertThat(data.cursor().epoch()).isEqualTo(1);
        List<List<Integer>> gaps = new ArrayList<>();
        for (int row = 0; row < 8; row++) {
            gaps.add(scored(overTheEnd, row));
        }
        data.seek(new Cursor(1, 0));
        Batch.Tokens first = next(data, 8, View.full());
        for (int row = 0; row < 8; row++) {
            gaps.add(scored(first, row));
        }
        assertThat(gaps.stream().distinct().count()).isGreaterThan(12);
    }

    @Test
    void validationIsMaskedAlikeAtAllTimesAndForAllSeeds() {
        Dataset one = masked(3);
        Dataset two = masked(4);
        Batch.Tokens before = (Batch.Tokens) one.validation(View.full(), 6, 6).get(0);
        one.next(4, View.full());
        two.next(1, View.full());
        assertThat(((Batch.Tokens) one.validation(View.full(), 6, 6).get(0)).labels()).isEqualTo(before.labels());
        assertThat(((Batch.Tokens) two.validation(View.full(), 6, 6).get(0)).inputs()).isEqualTo(before.inputs());
        List<Batch> smaller = two.validation(View.full(), 18, 2);
        assertThat(smaller).hasSize(3);
        assertThat(scored((Batch.Tokens) smaller.get(2), 1)).as("whatever the batch size").isEqualTo(scored(before, 5));
    }
}
