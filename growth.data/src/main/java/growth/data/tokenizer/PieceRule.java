package growth.data.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import growth.data.corpus.WhiteSpace;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * Cuts text into pieces that a tokenizer treats one by one: tokenising the pieces gives the same ids as tokenising the text. A rule exists
 * only for tokenizers of which this is known; others, such as SentencePiece's with a mark at the beginning of the text, get their text in
 * one.
 */
final class PieceRule {
    /** What cl100k's regular expression and all that were derived from it end with. */
    private static final String CL100K_ENDING = "\\s+(?!\\S)|\\s+";
    /** Normalizers that change characters, or sequences of a character and its marks, wherever they stand. */
    private static final Set<String> LOCAL_NORMALIZERS = Set.of(
            "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "BertNormalizer");

    private final boolean gpt2;
    private final List<String> addedTokens;

    private PieceRule(boolean gpt2, List<String> addedTokens) {
        this.gpt2 = gpt2;
        this.addedTokens = addedTokens;
    }

    /** Returns the rule of a tokenizer.json, if one is known. */
    static Optional<PieceRule> of(JsonNode root) {
        JsonNode normalizer = root.path("normalizer");
        JsonNode pre = root.path("pre_tokenizer");
        boolean normalizes = !isAbsent(normalizer);
        if (!isLocal(normalizer) || !isDeterministic(root.path("model")) || normalizes && hasNormalizedToken(root)) {
            return Optional.empty();
        }
        List<String> added = elements(root.path("added_tokens")).stream().map(token -> token.path("content").asText()).toList();
        if (isByteLevel(pre) && pre.path("use_regex").asBoolean(true) && !normalizes) {
            return Optional.of(new PieceRule(true, added));
        }
        return cutsAtWhiteSpace(pre) ? Optional.of(new PieceRule(false, added)) : Optional.empty();
    }

    /** Returns whether the text holds a token that is found before anything else, so that it must not be cut. */
    boolean mustStayWhole(String text) {
        return addedTokens.stream().anyMatch(text::contains);
    }

    /** Hands over the pieces; together they are the text. */
    void split(String text, Consumer<String> sink) {
        if (gpt2) {
            PreTokenizer.split(text, sink);
            return;
        }
        int start = 0;
        for (int i = 1; i < text.length(); i++) {
            if (WhiteSpace.isSafeCut(text, i)) {
                sink.accept(text.substring(start, i));
                start = i;
            }
        }
        sink.accept(text.substring(start));
    }

    private static boolean isLocal(JsonNode normalizer) {
        if (type(normalizer).equals("Sequence")) {
            return elements(normalizer.path("normalizers")).stream().allMatch(PieceRule::isLocal);
        }
        return isAbsent(normalizer) || LOCAL_NORMALIZERS.contains(type(normalizer));
    }

    private static boolean isDeterministic(JsonNode model) {
        return switch (type(model)) {
            case "BPE" -> model.path("dropout").asDouble(0) == 0;
            case "WordPiece", "WordLevel" -> true;
            default -> false;
        };
    }

    /** Such tokens are looked for in the normalized text, which is not at hand here. */
    private static boolean hasNormalizedToken(JsonNode root) {
        return elements(root.path("added_tokens")).stream().anyMatch(token -> token.path("normalized").asBoolean());
    }

    private static boolean cutsAtWhiteSpace(JsonNode pre) {
        return switch (type(pre)) {
            case "BertPreTokenizer" -> true;
            case "ByteLevel" -> isByteLevel(pre) && pre.path("use_regex").asBoolean(true);
            case "Sequence" -> {
                List<JsonNode> parts = elements(pre.path("pretokenizers"));
                yield parts.size() == 2 && isCl100k(parts.get(0)) && isByteLevel(parts.get(1));
            }
            default -> false;
        };
    }

    private static boolean isCl100k(JsonNode split) {
        String behavior = split.path("behavior").asText();
        boolean invert = split.path("invert").asBoolean();
        return type(split).equals("Split") && split.path("pattern").path("Regex").asText().endsWith(CL100K_ENDING)
                && (behavior.equals("Isolated") && !invert || behavior.equals("Removed") && invert);
    }

    private static boolean isByteLevel(JsonNode pre) {
        return type(pre).equals("ByteLevel") && !pre.path("add_prefix_space").asBoolean(true);
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static String type(JsonNode node) {
        return node.path("type").asText();
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
