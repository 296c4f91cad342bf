package growth.data.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Decides which tokens continue a word: those that begin with a letter or a digit, after one that ends with one. In byte-level vocabularies
 * a word's first token begins with the space before it, in WordPiece's the others begin with {@code ##}, in SentencePiece's the first one
 * begins with {@code ▁}. Bytes of letters beyond ASCII count as letters, and so do the other bytes there.
 */
final class WordRule {
    private static final String WORD_PIECE = "##";
    private final BitSet goOn = new BitSet();
    private final BitSet canBeGoneOn = new BitSet();

    private WordRule() {
    }

    /** Returns the rule of a tokenizer.json. */
    static WordRule of(JsonNode root) {
        WordRule rule = new WordRule();
        JsonNode model = root.path("model");
        if (isByteLevel(root.path("decoder")) || isByteLevel(root.path("pre_tokenizer"))) {
            tokens(model, rule::addBytes);
        } else if (model.path("type").asText().equals("WordPiece")) {
            String prefix = model.path("continuing_subword_prefix").asText(WORD_PIECE);
            tokens(model, (token, id) -> rule.add(id, token.startsWith(prefix), true));
        } else if (!model.path("type").asText().equals("WordLevel")) {
            tokens(model, (token, id) -> rule.add(id, !token.isEmpty() && Character.isLetterOrDigit(token.codePointAt(0)),
                    !token.isEmpty() && Character.isLetterOrDigit(token.codePointBefore(token.length()))));
        }
        return rule;
    }

    private static boolean isByteLevel(JsonNode step) {
        return step.toString().contains("\"ByteLevel\"");
    }

    /** Returns whether {@code id} goes on with the word that {@code before} ends with. */
    boolean continues(int before, int id) {
        return goOn.get(id) && canBeGoneOn.get(before);
    }

    /** Returns whether a byte, 0 to 255, is part of a word. */
    static boolean isWord(int value) {
        return value >= 'a' && value <= 'z' || value >= 'A' && value <= 'Z' || value >= '0' && value <= '9'
                || value >= 128 && value < ByteLevel.BYTES;
    }

    private void addBytes(String token, int id) {
        if (token.isEmpty()) {
            return;
        }
        add(id, isWord(ByteLevel.value(token.charAt(0))), isWord(ByteLevel.value(token.charAt(token.length() - 1))));
    }

    private void add(int id, boolean goesOn, boolean canGoOn) {
        goOn.set(id, goesOn);
        canBeGoneOn.set(id, canGoOn);
    }

    private static void tokens(JsonNode model, BiConsumer<String, Integer> sink) {
        JsonNode vocabulary = model.path("vocab");
        if (vocabulary.isArray()) {
            // Unigram: pairs of a token and its score, in the order of ids.
            for (int id = 0; id < vocabulary.size(); id++) {
                sink.accept(vocabulary.get(id).path(0).asText(), id);
            }
            return;
        }
        for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
            if (entry.getValue().asInt(-1) >= 0) {
                sink.accept(entry.getKey(), entry.getValue().asInt());
            }
        }
    }
}
