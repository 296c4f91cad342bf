package growth.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.Family;
import growth.api.model.View;
import growth.api.options.GivenOptions;
import growth.api.options.Options;
import growth.data.options.TextOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real books, where they are at hand. */
class SharedCorpusTest {
    private static final Path DATA = Path.of("../../shared/data");

    @TempDir
    Path cache;

    @Test
    void booksBecomeTokensAndBooksAgain() throws IOException {
        Path shakespeare = DATA.resolve("tinyshakespeare.txt");
        Path books = DATA.resolve("classics-valid.txt.gz");
        assumeTrue(Files.exists(shakespeare) && Files.exists(books), "shared data are absent: " + DATA);
        try (Dataset data = open(shakespeare, books)) {
            assertThat(data.vocabulary()).isEqualTo(1024);
            Tokenizer tokenizer = data.tokenizer().orElseThrow();
            String text = Files.readString(shakespeare);
            int[] ids = tokenizer.encode(text);
            assertThat(tokenizer.decode(ids)).isEqualTo(text);
            assertThat(ids).hasSizeBetween(text.length() / 4, text.length() / 2);
            assertThat(data.provenance()).containsEntry("train.tokens", Integer.toString(ids.length));
            Batch.Tokens batch = (Batch.Tokens) data.next(4, View.full());
            assertThat(text).contains(tokenizer.decode(Arrays.copyOf(batch.inputs(), 64)));
            assertThat(data.validation(View.full(), 8, 4)).hasSize(2);
            Cursor cursor = data.cursor();
            int[] next = ((Batch.Tokens) data.next(4, View.full())).inputs();
            try (Dataset again = open(shakespeare, books)) {
                again.seek(cursor);
                assertThat(((Batch.Tokens) again.next(4, View.full())).inputs()).isEqualTo(next);
            }
        }
    }

    private Dataset open(Path train, Path valid) {
        GivenOptions tokenizer = new GivenOptions("data.tokenizer", "run.yaml:3", Map.of("kind", "bpe", "vocabulary", 1024L), Map.of());
        Map<String, Object> values = Map.of("train", List.of(train.toString()), "valid", List.of(valid.toString()), "valid-share", 0.0,
                "tokenizer", tokenizer, "format", "auto", "field", "text");
        Options options = new GivenOptions("data", "run.yaml:1", values, Map.of()).as(TextOptions.class);
        return new TextSource().open(new DataRequest(options, Path.of(""), cache, DataRequest.Model.tokens(Family.LLAMA, 64), 1,
                line -> { }));
    }
}
