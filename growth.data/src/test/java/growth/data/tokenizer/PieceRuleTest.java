package growth.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.data.tokenizer.BpeModel.Merge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PieceRuleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NFC = """
            {"type": "NFC"}""";
    private static final String BERT_NORMALIZER = """
            {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true}""";
    private static final String BYTE_LEVEL = """
            {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}""";
    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";

    /** The pre-tokenisations of well-known models, with a vocabulary of our own. */
    private enum Model {
        GPT2("null", BYTE_LEVEL),
        NFC_GPT2(NFC, BYTE_LEVEL),
        LLAMA3("null", split(CONTRACTIONS
                + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+")),
        QWEN2(NFC, split(CONTRACTIONS
                + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+")),
        O200K("null", split("[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+" + CONTRACTIONS
                + "?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*" + CONTRACTIONS
                + "?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+")),
        BERT(BERT_NORMALIZER, "{\"type\": \"BertPreTokenizer\"}");

        private final String normalizer;
        private final String preTokenizer;

        Model(String normalizer, String preTokenizer) {
            this.normalizer = normalizer;
            this.preTokenizer = preTokenizer;
        }

        private static String split(String regex) {
            ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
            ObjectNode split = sequence.putArray("pretokenizers").addObject().put("type", "Split");
            split.putObject("pattern").put("Regex", regex);
            split.put("behavior", "Isolated").put("invert", false);
            sequence.withArray("pretokenizers").addObject().put("type", "ByteLevel").put("add_prefix_space", false)
                    .put("trim_offsets", true).put("use_regex", false);
            return sequence.toString();
        }
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void piecesGiveTheIdsOfTheWhole(Model model) throws IOException {
        RandomText random = new RandomText(21);
        try (LibraryTokenizer tokenizer = new LibraryTokenizer(json(model).toString())) {
            assertThat(PieceRule.of(json(model))).isPresent();
            for (int i = 0; i < 500; i++) {
                String text = random.next(i % 60);
                assertThat(tokenizer.encode(text)).as(text).isEqualTo(tokenizer.encodeAtOnce(text));
            }
        }
    }

    @Test
    void textIsCutBetweenWords() throws IOException {
        assertThat(pieces(Model.LLAMA3, "One two, three.\nFour\nfive\f six"))
                .containsExactly("One", " two,", " three.\nFour", "\nfive\f six");
        assertThat(pieces(Model.GPT2, "One two, three")).containsExactly("One", " two", ",", " three");
    }

    @Test
    void textWithAnAddedTokenIsNotCut() throws IOException {
        ObjectNode json = json(Model.GPT2);
        json.putArray("added_tokens").addObject().put("id", 556).put("content", "the end").put("single_word", false).put("lstrip", true)
                .put("rstrip", false).put("normalized", false).put("special", true);
        PieceRule rule = PieceRule.of(json).orElseThrow();
        assertThat(rule.mustStayWhole("in the end")).isTrue();
        assertThat(rule.mustStayWhole("in the middle")).isFalse();
        try (LibraryTokenizer tokenizer = new LibraryTokenizer(json.toString())) {
            assertThat(tokenizer.encode("in  the end of a")).contains(556).isEqualTo(tokenizer.encodeAtOnce("in  the end of a"));
        }
    }

    @Test
    void tokenizersThatAreNotKnownHaveNoRule() throws IOException {
        assertThat(changed("pre_tokenizer", "{'type': 'Metaspace', 'replacement': '_', 'prepend_scheme': 'always'}")).isEmpty();
        assertThat(changed("pre_tokenizer", "{'type': 'ByteLevel', 'add_prefix_space': true, 'use_regex': true}")).isEmpty();
        assertThat(changed("pre_tokenizer", "null")).isEmpty();
        assertThat(changed("normalizer", "{'type': 'Prepend', 'prepend': '_'}")).isEmpty();
        assertThat(changed("normalizer", "{'type': 'Sequence', 'normalizers': [{'type': 'NFC'}, {'type': 'Strip'}]}")).isEmpty();
        assertThat(changed("model", "{'type': 'BPE', 'dropout': 0.1, 'vocab': {'a': 0}, 'merges': []}")).isEmpty();
        assertThat(changed("model", "{'type': 'Unigram', 'vocab': [['a', -1.0]]}")).isEmpty();
        assertThat(changed("normalizer", "{'type': 'Sequence', 'normalizers': [{'type': 'NFC'}, {'type': 'Lowercase'}]}")).isPresent();
    }

    @Test
    void fullCacheIsEmptiedAndNothingChanges() {
        List<String> encoded = new ArrayList<>();
        PieceRule rule = PieceRule.of(TokenizerJson.parse(TokenizerJson.of(BpeModel.bytes(), true))).orElseThrow();
        PieceCache cache = new PieceCache(rule, piece -> {
            encoded.add(piece);
            return new ByteTokenizer(false).encode(piece);
        }, 2);
        String text = "a b c a b c";
        assertThat(cache.encode(text)).isEqualTo(new ByteTokenizer(false).encode(text));
        assertThat(cache.encode("long" + "o".repeat(100))).hasSize(104);
        assertThat(encoded).hasSizeGreaterThan(4).startsWith("a", " b", " c");
    }

    private static List<String> pieces(Model model, String text) throws IOException {
        List<String> pieces = new ArrayList<>();
        PieceRule.of(json(model)).orElseThrow().split(text, pieces::add);
        return pieces;
    }

    private static Optional<PieceRule> changed(String part, String value) throws IOException {
        ObjectNode json = json(Model.GPT2);
        json.set(part, JSON.readTree(value.replace('\'', '"')));
        return PieceRule.of(json);
    }

    private static ObjectNode json(Model model) throws IOException {
        ObjectNode json = (ObjectNode) TokenizerJson.parse(TokenizerJson.of(acrossWords(), true));
        json.set("normalizer", JSON.readTree(model.normalizer));
        json.set("pre_tokenizer", JSON.readTree(model.preTokenizer));
        if (model == Model.BERT) {
            json.set("model", wordPiece());
        }
        return json;
    }

    /** Merges every pair of bytes that is frequent, also where words meet, so that a cut at the wrong place shows. */
    private static BpeModel acrossWords() {
        byte[] text = new RandomText(11).next(20_000).getBytes(StandardCharsets.UTF_8);
        Map<Merge, Integer> counts = new HashMap<>();
        for (int i = 1; i < text.length; i++) {
            counts.merge(new Merge(letter(text[i - 1]), letter(text[i])), 1, Integer::sum);
        }
        List<Merge> merges = counts.keySet().stream()
                .sorted(Comparator.comparingInt((Merge merge) -> -counts.get(merge)).thenComparing(Merge::left).thenComparing(Merge::right))
                .limit(300).toList();
        Map<String, Integer> vocabulary = new LinkedHashMap<>(BpeModel.bytes().vocabulary());
        merges.forEach(merge -> vocabulary.put(merge.left() + merge.right(), vocabulary.size()));
        return new BpeModel(vocabulary, merges);
    }

    private static String letter(byte value) {
        return String.valueOf(ByteLevel.character(Byte.toUnsignedInt(value)));
    }

    private static JsonNode wordPiece() {
        ObjectNode model = JSON.createObjectNode().put("type", "WordPiece").put("unk_token", "[UNK]").put("continuing_subword_prefix", "##")
                .put("max_input_chars_per_word", 100);
        ObjectNode vocabulary = model.putObject("vocab");
        for (String token : List.of("[UNK]", "a", "the", "bar", "b", "##a", "##the", "##bar", "'", "s", "0", "12", ".", "日", "本", "語",
                "e", "##e", "##s", "##12", "##0", "_", "$", "re", "ll", "##re", "##ll")) {
            vocabulary.put(token, vocabulary.size());
        }
        return model;
    }
}
