package growth.runtime.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.formats.digest.Sha256;
import java.util.List;
import java.util.TreeSet;

/**
 * A hash of what decides which ids a text gets, whatever a {@code tokenizer.json} says besides and however it is written: its normalizer,
 * pre-tokenizer, model and added tokens. Other programs write the same tokenizer with other blanks, merges as pairs, and defaults spelt
 * out; its decoder, templates, truncation and padding may be others.
 */
final class TokenizerIdentity {
    private static final List<String> PARTS = List.of("normalizer", "pre_tokenizer", "model", "added_tokens");
    private static final String MERGES = "merges";
    private static final String VOCABULARY = "vocab";

    private TokenizerIdentity() {
    }

    /**
     * @param json a tokenizer.json
     * @return SHA-256 in hexadecimal; of the text itself if it is no JSON
     */
    static String of(String json) {
        try {
            JsonNode root = new ObjectMapper().readTree(json);
            ObjectNode parts = JsonNodeFactory.instance.objectNode();
            PARTS.forEach(part -> parts.set(part, canonical(root.path(part))));
            return Sha256.of(List.of(parts.toString()));
        } catch (JsonProcessingException e) {
            // No tokenizer that could be read; it equals nothing but itself.
            return Sha256.of(List.of(json));
        }
    }

    /** Keys in one order, without those that say what holds anyway. */
    private static JsonNode canonical(JsonNode node) {
        if (node.isArray()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> items.add(canonical(item)));
            return items;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode sorted = JsonNodeFactory.instance.objectNode();
        TreeSet<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode value = node.get(name);
            if (name.equals(VOCABULARY) && value.isObject()) {
                sorted.set(name, ordered(value));
            } else if (name.equals(MERGES) && value.isArray()) {
                sorted.set(name, pairs(value));
            } else if (!holdsAnyway(value)) {
                sorted.set(name, canonical(value));
            }
        }
        return sorted;
    }

    private static boolean holdsAnyway(JsonNode value) {
        return value.isNull() || value.isBoolean() && !value.booleanValue() || value.isTextual() && value.textValue().isEmpty();
    }

    private static ObjectNode ordered(JsonNode vocabulary) {
        ObjectNode sorted = JsonNodeFactory.instance.objectNode();
        TreeSet<String> tokens = new TreeSet<>();
        vocabulary.fieldNames().forEachRemaining(tokens::add);
        tokens.forEach(token -> sorted.set(token, vocabulary.get(token)));
        return sorted;
    }

    /** Merges were written {@code "a b"} before they were written {@code ["a", "b"]}. */
    private static ArrayNode pairs(JsonNode merges) {
        ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
        merges.forEach(merge -> pairs.add(merge.isArray() && merge.size() == 2
                ? merge.get(0).asText() + " " + merge.get(1).asText() : merge.asText()));
        return pairs;
    }
}
