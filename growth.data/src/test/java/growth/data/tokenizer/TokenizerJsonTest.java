package growth.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables by id have an entry for each id, so that one large number in a small file would fill the memory, or wrap around. */
class TokenizerJsonTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "{'model': {'vocab': {'a': 0, 'b': 2147483647}}}",
        "{'model': {'vocab': {'a': 0, 'b': 99999999999}}}",
        "{'model': {'vocab': {'a': 0}}, 'added_tokens': [{'id': 16777216, 'content': '<s>', 'special': true}]}"})
    void idsLargerThanAnyVocabularyAreRefused(String json) {
        assertThatThrownBy(() -> TokenizerJson.vocabulary(TokenizerJson.parse(json.replace('\'', '"'))))
                .isInstanceOf(GrowthException.class).hasMessageContaining("is larger than any vocabulary");
    }

    @Test
    void whatIsNoIdCountsForNothing() {
        String json = "{'model': {'vocab': {'a': 0, 'b': 'x', 'c': null, 'd': -5}}}";
        assertThat(TokenizerJson.vocabulary(TokenizerJson.parse(json.replace('\'', '"')))).isEqualTo(1);
    }

    @Test
    void deepOnesAreRefusedAndSoIsWhatIsNoText(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> TokenizerJson.parse("[".repeat(100_000))).isInstanceOf(GrowthException.class)
                .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(Kind.DATA)).hasMessageNotContaining("\n");
        Path file = Files.write(folder.resolve("tokenizer.json"), new byte[] {'{', (byte) 0xff});
        assertThatThrownBy(() -> TokenizerJson.read(file)).hasMessageContaining("it is not UTF-8");
    }
}
