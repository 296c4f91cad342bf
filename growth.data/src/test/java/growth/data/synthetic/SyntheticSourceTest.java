package growth.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.Family;
import growth.api.model.View;
import growth.api.options.GivenOptions;
import growth.data.Given;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticSourceTest {
    private static final int CONTEXT = 24;
    private static final GivenOptions BYTES = new GivenOptions("data.tokenizer", "run.yaml:6", Map.of("kind", "bytes"), Map.of());

    @TempDir
    Path temp;
    private final List<String> log = new ArrayList<>();

    private Dataset open(long seed, Object... options) {
        return openAt(CONTEXT, seed, options);
    }

    private Dataset openAt(int context, long seed, Object... options) {
        return given(Family.LLAMA, context, seed).with(options).open();
    }

    private Given given(Family family, int context, long seed) {
        return new Given(new SyntheticSource(), temp, DataRequest.Model.tokens(family, context), seed, log).at("run.yaml:4", "size", 1000L);
    }

    private static List<List<Integer>> rows(Batch batch) {
        Batch.Tokens tokens = (Batch.Tokens) batch;
        List<List<Integer>> rows = new ArrayList<>();
        for (int row = 0; row < tokens.rows(); row++) {
            int from = row * tokens.sequence();
            rows.add(Arrays.stream(tokens.inputs(), from, from + tokens.sequence()).boxed().toList());
            for (int i = 0; i + 1 < tokens.sequence(); i++) {
                assertThat(tokens.labels()[from + i]).isEqualTo(tokens.inputs()[from + i + 1]);
            }
        }
        return rows;
    }

    @Test
    void aSeedAndACursorDecideEveryRow() {
        try (Dataset one = open(7, "tokenizer", BYTES);
                Dataset two = open(7, "tokenizer", BYTES);
                Dataset other = open(8, "tokenizer", BYTES)) {
            assertThat(one.tokensPerEpoch()).isEqualTo(1000 / CONTEXT * CONTEXT);
            List<List<Integer>> first = rows(one.next(30, View.full()));
            assertThat(one.cursor()).isEqualTo(new Cursor(0, 30));
            List<List<Integer>> second = rows(one.next(30, View.full()));
            assertThat(one.cursor()).isEqualTo(new Cursor(1, 19));
            assertThat(second).doesNotContainAnyElementsOf(first).doesNotHaveDuplicates();

            two.seek(new Cursor(0, 30));
            assertThat(rows(two.next(30, View.full()))).isEqualTo(second);
            assertThat(rows(other.next(30, View.full()))).doesNotContainAnyElementsOf(first);
            assertThatThrownBy(() -> two.seek(new Cursor(0, 42))).isInstanceOf(GrowthException.class)
                    .hasMessageContaining("size: there is no window 42");
        }
    }

    @Test
    void shorterRowsAreTheBeginningsOfTheSameWindows() {
        try (Dataset data = open(7, "tokenizer", BYTES)) {
            List<List<Integer>> full = rows(data.next(4, View.full()));
            data.seek(Cursor.START);
            List<List<Integer>> half = rows(data.next(4, View.full().withSequence(10)));
            for (int row = 0; row < 4; row++) {
                assertThat(half.get(row)).isEqualTo(full.get(row).subList(0, 10));
            }
            assertThat(data.cursor()).isEqualTo(new Cursor(0, 4));
            assertThatThrownBy(() -> data.next(1, View.full().withSequence(CONTEXT + 1))).isInstanceOf(GrowthException.class)
                    .hasMessage("sequence 25 is not between 1 and the context 24");
        }
    }

    @Test
    void validationIsTheSameForEverySeedAndAtEveryTime() {
        try (Dataset one = open(7, "tokenizer", BYTES); Dataset two = open(8, "tokenizer", BYTES)) {
            List<List<Integer>> rows = one.validation(View.full(), 12, 4).stream().flatMap(b -> rows(b).stream()).toList();
            assertThat(rows).hasSize(12).doesNotHaveDuplicates();
            two.next(5, View.full());
            assertThat(two.validation(View.full(), 12, 1).stream().flatMap(b -> rows(b).stream()).toList()).isEqualTo(rows);
            assertThat(one.cursor()).isEqualTo(Cursor.START);
        }
    }

    @Test
    void windowsBeginAnywhereInAText() {
        try (Dataset data = openAt(400, 7, "tokenizer", BYTES)) {
            Tokenizer tokenizer = data.tokenizer().orElseThrow();
            int beginnings = 0;
            int ends = 0;
            for (Batch batch : data.validation(View.full(), 200, 5)) {
                for (List<Integer> row : rows(batch)) {
                    String text = tokenizer.decode(row.stream().mapToInt(Integer::intValue).toArray());
                    beginnings += Character.isUpperCase(text.charAt(0)) ? 1 : 0;
                    ends += text.contains("at the end?") ? 1 : 0;
                }
            }
            assertThat(beginnings).isBetween(1, 50);
            assertThat(ends).isGreaterThan(40);
        }
    }

    @Test
    void theUsualTokenizerKnowsTheWords() {
        try (Dataset data = open(7)) {
            assertThat(data.vocabulary()).isEqualTo(1024);
            assertThat(log).anyMatch(line -> line.contains("training a BPE vocabulary of 1,024"));
            Tokenizer tokenizer = data.tokenizer().orElseThrow();
            Dice dice = new Dice(99);
            Anthology anthology = new Anthology();
            String text = Stream.generate(() -> anthology.next(dice, Anthology.Part.VALIDATION)).limit(50).collect(Collectors.joining());
            int[] ids = tokenizer.encode(text);
            assertThat(tokenizer.decode(ids)).isEqualTo(text);
            assertThat(text.length() / (double) ids.length).as("characters per token").isGreaterThan(3);
            assertThat(data.provenance()).containsEntry("vocabulary", "1024")
                    .containsKeys("train", "valid", "tokenizer", "tokenizer.sha256");
        }
        log.clear();
        open(8).close();
        assertThat(log).as("the second time it comes from the cache").isEmpty();
    }

    @Test
    void storiesForMaskedModelsAreTheSameStories() {
        try (Dataset masked = given(Family.BERT, CONTEXT, 7).with("tokenizer", BYTES).open();
                Dataset causal = open(7, "tokenizer", BYTES)) {
            assertThat(masked.vocabulary()).isEqualTo(257);
            assertThat(masked.scoredShare()).isEqualTo(0.15);
            Batch.Tokens gaps = (Batch.Tokens) masked.next(10, View.full());
            int[] whole = ((Batch.Tokens) causal.next(10, View.full())).inputs();
            assertThat(gaps.inputs()).contains(256);
            for (int i = 0; i < whole.length; i++) {
                assertThat(gaps.labels()[i] == Batch.IGNORED ? gaps.inputs()[i] : gaps.labels()[i]).isEqualTo(whole[i]);
            }
        }
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> open(7, "size", 0L)).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:5: size: 0 is no number of tokens; it must be at least 1");
        assertThatThrownBy(() -> openAt(0, 7, "tokenizer", BYTES)).isInstanceOf(GrowthException.class)
                .hasMessageContaining("this model has no context of tokens");
    }
}
