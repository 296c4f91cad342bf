package growth.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.model.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of a text as validation data, with and without special tokens. */
class ValidationTextTest {
    /** As bert's: words, and a template around them. */
    private static final String TOKENIZER = """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [
               {"id": 0, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
               {"id": 1, "content": "[SEP]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
               {"id": 2, "content": "[MASK]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, \
            "special": true}],
             "normalizer": null, "pre_tokenizer": {"type": "Whitespace"},
             "post_processor": {"type": "TemplateProcessing",
               "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                          {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
               "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
               "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [0], "tokens": ["[CLS]"]},
                                  "[SEP]": {"id": "[SEP]", "ids": [1], "tokens": ["[SEP]"]}}},
             "decoder": null,
             "model": {"type": "WordLevel", "vocab": {"[CLS]": 0, "[SEP]": 1, "[MASK]": 2, "a": 3, "ü": 4, "c": 5}, "unk_token": "a"}}
            """;

    @TempDir
    Path base;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(base.resolve("tokenizer.json"), TOKENIZER);
        Files.writeString(base.resolve("v.txt"), "a ü c a ü c a ü c a ü c a ü c a ü c a ü c a ü c a ü c\n");
        Files.writeString(base.resolve("short.txt"), "a ü c");
    }

    private Requests requests(String file, boolean rest, boolean special) {
        return new Requests(base).valid(file).validRows(rest, special)
                .tokenizer(Map.of("kind", "file", "path", base.resolve("tokenizer.json").toString()));
    }

    private static List<Batch> all(Dataset data) {
        return data.validation(View.full(), Long.MAX_VALUE, 100);
    }

    @Test
    void causalRowsBeginWithWhatThePostProcessorPutsBefore() {
        try (Dataset data = new TextSource().open(requests("v.txt", true, true).request());
                Dataset plain = new TextSource().open(requests("v.txt", true, false).request());
                Dataset whole = new TextSource().open(requests("v.txt", false, false).request())) {
            Batch.Tokens special = (Batch.Tokens) all(data).get(0);
            assertThat(special.inputs()).startsWith(0, 3, 4, 5, 3).doesNotContain(1);
            assertThat(special.labels()).startsWith(3, 4, 5, 3, 4);
            Batch.Tokens rest = (Batch.Tokens) all(plain).get(0);
            Batch.Tokens windows = (Batch.Tokens) all(whole).get(0);
            // 27 tokens, context 16
            assertThat(rest.rows()).isEqualTo(2);
            assertThat(windows.rows()).isEqualTo(1);
            assertThat(rest.take(0, 1, 16).inputs()).isEqualTo(windows.inputs());
            assertThat(rest.padded()).isTrue();
            // 27 letters, of which 9 have two bytes, 26 blanks and a line end
            assertThat(plain.validationBytesPerToken().orElseThrow()).isCloseTo(63 / 27.0, within(1e-12));
        }
    }

    @Test
    void maskedRowsStandBetweenBothAndNeverMaskThem() {
        try (Dataset data = new TextSource().open(requests("v.txt", true, true).request(Family.BERT))) {
            Batch.Tokens batch = (Batch.Tokens) all(data).get(0);
            assertThat(batch.rows()).isEqualTo(2);
            int end = 16 + 1 + 13;
            assertThat(batch.inputs()[0]).isZero();
            assertThat(batch.inputs()[15]).isEqualTo(1);
            assertThat(batch.inputs()[16]).isZero();
            assertThat(batch.inputs()[end]).isEqualTo(1);
            for (int i = 0; i < batch.labels().length; i++) {
                assertThat(batch.attentionMask()[i]).isEqualTo(i <= end);
                assertThat(batch.labels()[i]).isIn(Batch.IGNORED, 3, 4, 5);
                if (i > end) {
                    assertThat(batch.labels()[i]).isEqualTo(Batch.IGNORED);
                }
            }
            assertThat(data.validationBytesPerToken()).isEmpty();
        }
    }

    @Test
    void shortTextIsEnough() {
        try (Dataset data = new TextSource().open(requests("short.txt", true, false).request())) {
            assertThat(((Batch.Tokens) all(data).get(0)).labels()).startsWith(4, 5, Batch.IGNORED);
        }
        assertThatThrownBy(() -> new TextSource().open(requests("short.txt", false, false).request())).isInstanceOf(GrowthException.class)
                .hasMessageContaining("3 tokens are too few");
    }

    @Test
    void aTokenizerOfMoreIdsThanTheModelHasIsRefusedFirst() {
        DataRequest asked = requests("v.txt", true, false).request();
        DataRequest small = new DataRequest(asked.options(), asked.base(), asked.cache(),
                new DataRequest.Model(Family.LLAMA, 16, 0, 5), 1, line -> { });
        assertThatThrownBy(() -> new TextSource().open(small)).isInstanceOf(GrowthException.class).hasMessage(
                base.resolve("tokenizer.json") + ": the tokenizer has 6 ids, the model only 5: it belongs to another model; take the"
                        + " model's own tokenizer.json");
        // the files were hashed, but nothing was tokenised
        assertThat(base.resolve("cache").toFile().list()).containsExactly("hashes.json");
    }
}
