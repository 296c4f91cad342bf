package growth.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.Family;
import growth.api.model.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text for masked language models. */
class MaskedTextTest {
    private static final String TEXT = "The quick brown fox jumps over the lazy dog, and the dog sleeps on.\n".repeat(40);

    @TempDir
    Path base;

    @BeforeEach
    void text() throws IOException {
        Files.writeString(base.resolve("a.txt"), TEXT);
    }

    private Requests requests() {
        return new Requests(base).train("a.txt");
    }

    /** Returns the batch's tokens as they stood in the text. */
    private static int[] original(Batch.Tokens batch) {
        int[] ids = batch.inputs().clone();
        for (int i = 0; i < ids.length; i++) {
            ids[i] = batch.labels()[i] == Batch.IGNORED ? ids[i] : batch.labels()[i];
        }
        return ids;
    }

    @Test
    void ourVocabulariesGetAMaskThatNoTextHas() {
        try (Dataset bytes = new TextSource().open(requests().masked());
                Dataset bpe = new TextSource().open(requests().bpe(280).masked())) {
            assertThat(bytes.vocabulary()).isEqualTo(257);
            assertThat(bpe.vocabulary()).isEqualTo(281);
            for (Dataset data : new Dataset[] {bytes, bpe}) {
                assertThat(data.scoredShare()).isEqualTo(0.15);
                Tokenizer tokenizer = data.tokenizer().orElseThrow();
                int mask = tokenizer.mask().orElseThrow();
                assertThat(mask).isEqualTo(data.vocabulary() - 1);
                assertThat(tokenizer.encode(TEXT)).doesNotContain(mask);
                assertThat(tokenizer.decode(new int[] {mask})).isEqualTo("[MASK]");
                Batch.Tokens batch = (Batch.Tokens) data.next(20, View.full());
                assertThat(batch.inputs()).contains(mask);
                assertThat(original(batch)).doesNotContain(mask);
                assertThat(TEXT).contains(tokenizer.decode(original(batch)).substring(0, Requests.CONTEXT));
            }
        }
    }

    @Test
    void otherFamiliesKeepTheirVocabularyAndTokens() {
        try (Dataset causal = new TextSource().open(requests().bpe(280).request()); Dataset masked = new TextSource().open(
                requests().bpe(280).masked())) {
            assertThat(causal.vocabulary()).isEqualTo(280);
            assertThat(causal.tokenizer().orElseThrow().mask()).isEmpty();
            assertThat(causal.scoredShare()).isEqualTo(1);
            Batch.Tokens batch = (Batch.Tokens) causal.next(3, View.full());
            assertThat(original((Batch.Tokens) masked.next(3, View.full()))).isEqualTo(batch.inputs());
            assertThat(causal.cursor()).isEqualTo(masked.cursor());
        }
    }

    @Test
    void theTrainedVocabularyIsSharedByTheFamilies() {
        new TextSource().open(requests().bpe(280).request()).close();
        Requests second = requests().bpe(280);
        new TextSource().open(second.masked()).close();
        assertThat(second.log()).noneMatch(line -> line.startsWith("training a BPE"));
    }

    @Test
    void wholeWordsAreMaskedTogether() {
        Requests requests = requests().masking(0.3, true);
        try (Dataset data = new TextSource().open(requests.masked())) {
            assertThat(data.scoredShare()).isEqualTo(0.3);
            for (int i = 0; i < 50; i++) {
                Batch.Tokens batch = (Batch.Tokens) data.next(4, View.full());
                int[] ids = original(batch);
                for (int p = 1; p < ids.length; p++) {
                    boolean word = Character.isLetter(ids[p]) && Character.isLetter(ids[p - 1]);
                    if (p % batch.sequence() != 0 && word) {
                        assertThat(batch.labels()[p] == Batch.IGNORED).isEqualTo(batch.labels()[p - 1] == Batch.IGNORED);
                    }
                }
            }
        }
    }

    @Test
    void foreignVocabulariesBringTheirOwnMask() throws IOException {
        String json = """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [
                  {"id": 2, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
                   "special": true},
                  {"id": 1, "content": "%s", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
                   "special": true}],
                 "normalizer": null, "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": null, "decoder": null,
                 "model": {"type": "WordPiece", "vocab": {"[UNK]": 0, "[MASK]": 1, "[CLS]": 2, "the": 3, "##y": 4, "dog": 5},
                 "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100}}
                """;
        Path file = Files.writeString(base.resolve("tokenizer.json"), String.format(json, "[MASK]"));
        Requests requests = requests().tokenizer(Map.of("kind", "file", "path", "tokenizer.json"));
        try (Dataset data = new TextSource().open(requests.masked())) {
            Tokenizer tokenizer = data.tokenizer().orElseThrow();
            assertThat(tokenizer.mask()).hasValue(1);
            assertThat(tokenizer.continuesWord(3, 4)).isTrue();
            assertThat(tokenizer.continuesWord(4, 3)).isFalse();
            for (int i = 0; i < 100; i++) {
                assertThat(((Batch.Tokens) data.next(4, View.full())).inputs()).as("special ids are not drawn").doesNotContain(2);
            }
        }
        Files.writeString(file, String.format(json, "[SEP]"));
        assertThatThrownBy(() -> new TextSource().open(requests.masked())).isInstanceOf(GrowthException.class)
                .hasMessage(file + ": has neither [MASK] nor <mask> among its added tokens; family bert needs one,"
                        + " so take another tokenizer.json or kind: bpe");
        new TextSource().open(requests.request()).close();
    }

    @Test
    void maskingIsForBertAlone() {
        assertThatThrownBy(() -> new TextSource().open(requests().masking(0.15, false).request())).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:9: masking: family llama predicts the next token, nothing is masked;"
                        + " leave it out or use family bert");
    }

    @Test
    void imagesAreNotFoundInText() {
        assertThatThrownBy(() -> new TextSource().open(requests().request(Family.VIT))).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:4: kind: family vit takes images; data kind text has none; use images or synthetic");
    }
}
