package growth.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.ArrayList;
import java.util.List;
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
    void agreesWithHuggingFace() {
        LibUtils.checkStatus();
        long library = TokenizersLibrary.LIB.createTokenizerFromString(TokenizerJson.of(BpeModel.bytes(), true));
        RandomText random = new RandomText(8);
        for (int i = 0; i < 2_000; i++) {
            String text = random.next(1 + i % 40);
            assertThat(split(text)).as(text).isEqualTo(words(text, library));
        }
        TokenizersLibrary.LIB.deleteTokenizer(library);
    }

    /** The library's tokens are single bytes here; those of one pre-token have the same word id. Spans count code points. */
    private static List<String> words(String text, long library) {
        long encoding = TokenizersLibrary.LIB.encode(library, text, false);
        CharSpan[] spans = TokenizersLibrary.LIB.getTokenCharSpans(encoding);
        long[] ids = TokenizersLibrary.LIB.getWordIds(encoding);
        TokenizersLibrary.LIB.deleteEncoding(encoding);
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < ids.length; i++) {
            if (i + 1 == ids.length || ids[i + 1] != ids[i]) {
                words.add(text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, spans[i].getEnd())));
                start = spans[i].getEnd();
            }
        }
        return words;
    }

    private static List<String> split(String text) {
        List<String> tokens = new ArrayList<>();
        PreTokenizer.split(text, tokens::add);
        return tokens;
    }
}
