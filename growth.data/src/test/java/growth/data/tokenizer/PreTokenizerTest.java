package growth.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PreTokenizerTest {
    private static final Pattern GPT2 = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    @Test
    void splitsAsGpt2Does() {
        assertThat(split("I'll say: it's  John's 1st\n\n time!?\n\nNo")).containsExactly(
                "I", "'ll", " say", ":", " it", "'s", " ", " John", "'s", " 1", "st", "\n\n", " time", "!?", "\n", "\n", "No");
    }

    @Test
    void agreesWithTheRegularExpression() {
        RandomText random = new RandomText(7);
        for (int i = 0; i < 20_000; i++) {
            String text = random.next(1 + i % 40);
            assertThat(split(text)).as(text).isEqualTo(GPT2.matcher(text).results().map(MatchResult::group).toList());
        }
    }

    @Test
    void agreesWithHuggingFace() throws IOException {
        byte[] bytesOnly = TokenizerJson.of(BpeModel.bytes(), true).getBytes(StandardCharsets.UTF_8);
        RandomText random = new RandomText(8);
        try (HuggingFaceTokenizer library = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytesOnly), Map.of())) {
            for (int i = 0; i < 2_000; i++) {
                String text = random.next(1 + i % 40);
                assertThat(split(text)).as(text).isEqualTo(words(text, library.encode(text, false, false)));
            }
        }
    }

    /** The library's tokens are single bytes here; those of one pre-token have the same word id. Spans count code points. */
    private static List<String> words(String text, Encoding encoding) {
        int[] codePoints = text.codePoints().toArray();
        List<int[]> words = new ArrayList<>();
        long last = -1;
        for (int i = 0; i < encoding.getIds().length; i++) {
            CharSpan span = encoding.getCharTokenSpans()[i];
            if (encoding.getWordIds()[i] != last) {
                words.add(new int[] {words.isEmpty() ? 0 : words.get(words.size() - 1)[1], 0});
            }
            last = encoding.getWordIds()[i];
            words.get(words.size() - 1)[1] = span.getEnd();
        }
        return words.stream().map(word -> new String(codePoints, word[0], word[1] - word[0])).toList();
    }

    private static List<String> split(String text) {
        List<String> tokens = new ArrayList<>();
        PreTokenizer.split(text, tokens::add);
        return tokens;
    }
}
