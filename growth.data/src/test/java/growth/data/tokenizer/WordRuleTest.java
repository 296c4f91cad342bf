package growth.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordRuleTest {
    private static final int SPACE_CAT = 256;
    private static final int NAP = 257;
    private static final int COMMA_SPACE = 258;

    @Test
    void byteLevelTokensGoOnWithLettersAndDigits() {
        Map<String, Integer> vocabulary = new LinkedHashMap<>(BpeModel.bytes().vocabulary());
        vocabulary.put("\u0120cat", SPACE_CAT);
        vocabulary.put("nap1", NAP);
        vocabulary.put(",\u0120", COMMA_SPACE);
        String json = TokenizerJson.withMask(TokenizerJson.of(new BpeModel(vocabulary, List.of()), true));
        WordRule rule = WordRule.of(TokenizerJson.parse(json));
        assertThat(rule.continues(SPACE_CAT, NAP)).isTrue();
        assertThat(rule.continues(NAP, 's')).isTrue();
        assertThat(rule.continues(NAP, 0xC3)).as("first byte of an umlaut").isTrue();
        assertThat(rule.continues(NAP, SPACE_CAT)).isFalse();
        assertThat(rule.continues(NAP, ',')).isFalse();
        assertThat(rule.continues(COMMA_SPACE, NAP)).isFalse();
        assertThat(rule.continues('(', NAP)).isFalse();
        assertThat(rule.continues(NAP, 259)).as("the mask").isFalse();
    }

    @Test
    void otherVocabulariesHaveMarks() {
        WordRule wordPiece = WordRule.of(TokenizerJson.parse("""
                {"model": {"type": "WordPiece", "vocab": {"cat": 0, "##nap": 1}}}"""));
        assertThat(wordPiece.continues(0, 1)).isTrue();
        assertThat(wordPiece.continues(1, 0)).isFalse();
        WordRule unigram = WordRule.of(TokenizerJson.parse("""
                {"model": {"type": "Unigram", "vocab": [["\u2581cat", -1.0], ["nap", -2.0], [".", -3.0]]}}"""));
        assertThat(unigram.continues(0, 1)).isTrue();
        assertThat(unigram.continues(1, 0)).isFalse();
        assertThat(unigram.continues(2, 1)).isFalse();
        WordRule words = WordRule.of(TokenizerJson.parse("""
                {"model": {"type": "WordLevel", "vocab": {"cat": 0, "nap": 1}}}"""));
        assertThat(words.continues(0, 1)).isFalse();
    }

    @Test
    void bytesOfAWordBelongTogether() {
        ByteTokenizer bytes = new ByteTokenizer(false);
        assertThat(bytes.continuesWord('a', 'b')).isTrue();
        assertThat(bytes.continuesWord('a', '7')).isTrue();
        assertThat(bytes.continuesWord(' ', 'b')).isFalse();
        assertThat(bytes.continuesWord('a', ',')).isFalse();
        assertThat(bytes.continuesWord('a', 256)).as("the mask").isFalse();
    }
}
