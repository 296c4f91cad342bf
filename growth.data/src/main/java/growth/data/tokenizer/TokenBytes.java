package growth.data.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The bytes that tokens of a {@code tokenizer.json} stand for, where its alphabet is that of bytes and the text is kept as it is. */
final class TokenBytes {
    private static final String BYTE_LEVEL = "ByteLevel";

    private TokenBytes() {
    }

    /**
     * Returns the bytes by id; empty for tokenizers of another kind.
     *
     * @param root the contents of a tokenizer.json
     */
    static Optional<int[]> of(JsonNode root) {
        JsonNode vocabulary = root.path("model").path("vocab");
        boolean kept = root.path("normalizer").isNull() || root.path("normalizer").isMissingNode();
        if (!kept || !vocabulary.isObject() || !root.path("decoder").path("type").asText().equals(BYTE_LEVEL)) {
            return Optional.empty();
        }
        int[] bytes = new int[TokenizerJson.vocabulary(root)];
        vocabulary.fields().forEachRemaining(token -> bytes[token.getValue().asInt()] = token.getKey().length());
        // These stand in the text as they are written.
        for (JsonNode added : root.path("added_tokens")) {
            bytes[added.path("id").asInt()] = added.path("content").asText().getBytes(StandardCharsets.UTF_8).length;
        }
        return Optional.of(bytes);
    }
}
