package growth.data.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.model.View;
import growth.data.OptionPlace;
import growth.data.tokens.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tokens are numbered, so that a row's first token says where it was cut. */
class WindowDatasetTest {
    private static final int CONTEXT = 8;
    private static final int TOKENS = 1003;
    private static final int WINDOWS = (TOKENS - 1) / CONTEXT - 1;

    @Test
    void labelsAreTheNextTokens() {
        Batch.Tokens batch = next(dataset(1), 4, View.full());
        for (int i = 0; i < batch.inputs().length; i++) {
            assertThat(batch.labels()[i]).isEqualTo(batch.inputs()[i] + 1);
        }
        assertThat(batch.sequence()).isEqualTo(CONTEXT);
        assertThat(batch.rows()).isEqualTo(4);
    }

    @Test
    void aPassTakesEveryWindowOnceSideBySide() {
        WindowDataset data = dataset(1);
        TreeSet<Integer> starts = new TreeSet<>(pass(data));
        assertThat(starts).hasSize(WINDOWS);
        assertThat(starts.last() - starts.first()).isEqualTo((WINDOWS - 1) * CONTEXT);
        assertThat(starts).allMatch(start -> (start - starts.first()) % CONTEXT == 0);
        assertThat(data.tokensPerEpoch()).isEqualTo((long) WINDOWS * CONTEXT);
        assertThat(data.cursor()).isEqualTo(new Cursor(1, 0));
    }

    @Test
    void passesDifferInOrderAndOffset() {
        WindowDataset data = dataset(1);
        List<List<Integer>> passes = IntStream.range(0, 20).mapToObj(pass -> pass(data)).toList();
        List<Integer> offsets = passes.stream().map(pass -> pass.stream().min(Integer::compare).orElseThrow()).distinct().sorted().toList();
        assertThat(offsets).hasSizeGreaterThan(4).allMatch(offset -> offset >= 0 && offset < CONTEXT);
        List<List<Integer>> orders = new ArrayList<>();
        passes.forEach(pass -> orders.add(pass.stream().map(start -> start / CONTEXT).toList()));
        assertThat(orders).doesNotHaveDuplicates();
    }

    @Test
    void seedsGiveDifferentBatchesAndTheSameSeedTheSame() {
        assertThat(next(dataset(1), 8, View.full()).inputs()).isEqualTo(next(dataset(1), 8, View.full()).inputs())
                .isNotEqualTo(next(dataset(2), 8, View.full()).inputs());
    }

    @Test
    void seekingGivesTheSameBatchesAgain() {
        WindowDataset data = dataset(3);
        List<Cursor> cursors = new ArrayList<>();
        List<int[]> inputs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            cursors.add(data.cursor());
            inputs.add(next(data, 7, view(i)).inputs());
        }
        assertThat(cursors.get(59).epoch()).isEqualTo(3);
        for (int i = 59; i >= 0; i--) {
            WindowDataset other = dataset(3);
            other.seek(cursors.get(i));
            assertThat(next(other, 7, view(i)).inputs()).isEqualTo(inputs.get(i));
        }
    }

    @Test
    void batchReachesFromOnePassIntoTheNext() {
        WindowDataset data = dataset(1);
        List<Integer> first = pass(data);
        List<Integer> second = pass(data);
        data.seek(new Cursor(0, WINDOWS - 2));
        assertThat(starts(next(data, 5, View.full()))).isEqualTo(
                List.of(first.get(WINDOWS - 2), first.get(WINDOWS - 1), second.get(0), second.get(1), second.get(2)));
        assertThat(data.cursor()).isEqualTo(new Cursor(1, 3));
    }

    @Test
    void endOfAPassIsTheBeginningOfTheNext() {
        WindowDataset data = dataset(1);
        data.seek(new Cursor(4, WINDOWS));
        assertThat(data.cursor()).isEqualTo(new Cursor(5, 0));
    }

    @Test
    void shortRowsLieAnywhereWithinTheSameWindows() {
        WindowDataset full = dataset(1);
        WindowDataset cut = dataset(1);
        TreeSet<Integer> places = new TreeSet<>();
        for (int i = 0; i < WINDOWS; i++) {
            int window = starts(next(full, 1, View.full())).get(0);
            Batch.Tokens row = next(cut, 1, View.full().withSequence(3));
            assertThat(row.sequence()).isEqualTo(3);
            places.add(starts(row).get(0) - window);
            assertThat(cut.cursor()).isEqualTo(full.cursor());
        }
        assertThat(places).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void smallestCorpusIsOneWindow() {
        WindowDataset data = dataset(1, Tokens.of(IntStream.range(0, CONTEXT + 1).toArray()));
        assertThat(data.tokensPerEpoch()).isEqualTo(CONTEXT);
        assertThat(next(data, 1, View.full()).labels()[CONTEXT - 1]).isEqualTo(CONTEXT);
    }

    @Test
    void everyTokenCountGivesRowsThatFit() {
        for (int tokens = CONTEXT + 1; tokens < 6 * CONTEXT; tokens++) {
            WindowDataset data = dataset(1, Tokens.of(IntStream.range(0, tokens).toArray()));
            for (int i = 0; i < 50; i++) {
                assertThat(next(data, 1, view(i)).labels()).doesNotContain(0).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void tooFewTokensForABatchAreRefused() {
        WindowDataset data = dataset(1, Tokens.of(new int[3 * CONTEXT + 1]));
        assertThat(data.next(2, View.full()).rows()).isEqualTo(2);
        assertThatThrownBy(() -> data.next(3, View.full())).isInstanceOfSatisfying(GrowthException.class, e -> {
            assertThat(e.kind()).isEqualTo(GrowthException.Kind.DATA);
            assertThat(e.getMessage()).isEqualTo("run.yaml:3: train: 25 tokens are too few for a batch: 3 windows of context 8 need 33;"
                    + " give more text or a smaller batch or context");
        });
        assertThat(dataset(1, Tokens.of(new int[33])).next(3, View.full()).rows()).isEqualTo(3);
    }

    @Test
    void cursorOfOtherDataIsRefused() {
        assertThatThrownBy(() -> dataset(1).seek(new Cursor(0, WINDOWS + 1))).isInstanceOfSatisfying(GrowthException.class,
                e -> assertThat(e.kind()).isEqualTo(GrowthException.Kind.DATA));
        assertThatThrownBy(() -> dataset(1).seek(new Cursor(-1, 0))).isInstanceOf(GrowthException.class);
    }

    @Test
    void rowsLongerThanTheContextAreRefused() {
        assertThatThrownBy(() -> dataset(1).next(1, View.full().withSequence(9))).isInstanceOfSatisfying(GrowthException.class, e -> {
            assertThat(e.kind()).isEqualTo(GrowthException.Kind.CONFIGURATION);
            assertThat(e.getMessage()).isEqualTo("sequence 9 is not between 1 and the context 8");
        });
    }

    @Test
    void validationIsTheSameWindowsInOrder() {
        WindowDataset data = dataset(1);
        List<Integer> all = List.of(5000, 5008, 5016, 5024, 5032);
        assertThat(validation(data, 10, 2, View.full())).containsExactly(all.subList(0, 2), all.subList(2, 4), all.subList(4, 5));
        next(data, 3, View.full());
        assertThat(validation(data, 2, 2, View.full().withSequence(3))).containsExactly(all.subList(0, 2), all.subList(2, 4));
    }

    @Test
    void closesWhatItWasGiven() {
        List<String> closed = new ArrayList<>();
        List<AutoCloseable> resources = List.of(() -> closed.add("a"), () -> closed.add("b"));
        new WindowDataset(new Windows(Tokens.of(), CONTEXT, 1), TextRows.windows(Tokens.of(), CONTEXT), Vocabulary.of(256), Map.of(),
                new OptionPlace("", ""),
                resources).close();
        assertThat(closed).containsExactly("a", "b");
    }

    private static WindowDataset dataset(long seed) {
        return dataset(seed, Tokens.of(IntStream.range(0, TOKENS).toArray()));
    }

    private static WindowDataset dataset(long seed, Tokens train) {
        Tokens validation = Tokens.of(IntStream.range(5000, 5000 + 5 * CONTEXT + 1).toArray());
        return new WindowDataset(new Windows(train, CONTEXT, seed), TextRows.windows(validation, CONTEXT), Vocabulary.of(256), Map.of(),
                new OptionPlace("run.yaml:3", "train"), List.of());
    }

    private static View view(int i) {
        return i % 3 == 0 ? View.full() : View.full().withSequence(1 + i % CONTEXT);
    }

    private static Batch.Tokens next(WindowDataset data, int rows, View view) {
        return (Batch.Tokens) data.next(rows, view);
    }

    private static List<Integer> starts(Batch.Tokens batch) {
        return IntStream.range(0, batch.rows()).mapToObj(row -> batch.inputs()[row * batch.sequence()]).toList();
    }

    private static List<Integer> pass(WindowDataset data) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            starts.addAll(starts(next(data, 1, View.full())));
        }
        return starts;
    }

    private static List<List<Integer>> validation(WindowDataset data, int batches, int rows, View view) {
        return data.validation(view, (long) batches * rows, rows).stream().map(batch -> starts((Batch.Tokens) batch)).toList();
    }
}
