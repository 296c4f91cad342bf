package growth.runtime.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a line of a record is: UTF-8, an object in JSON with a {@code kind} and a {@code step}. */
final class LineText {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private LineText() {
    }

    /** Returns the line without what editors of other systems add; empty if it is not UTF-8. */
    static Optional<String> of(byte[] line) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
            return Optional.of((text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).stripTrailing());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Returns the object; empty if it is no line of a record. */
    static Optional<JsonNode> entry(String line) {
        try {
            JsonNode entry = JSON.readTree(line);
            return Optional.of(entry).filter(e -> e.path("kind").isTextual() && e.path("step").isIntegralNumber());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
