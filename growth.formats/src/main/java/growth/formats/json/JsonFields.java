package growth.formats.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.ForeignBytes;
import growth.formats.folder.IoReason;
import growth.formats.folder.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a JSON file that holds one object, with the lines they stand at, so that errors can name them. {@code NaN} and {@code
 * Infinity} are read, since Python writes them.
 */
public final class JsonFields {
    private final Path file;
    private final Kind kind;
    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private JsonFields(Path file, Kind kind) {
        this.file = file;
        this.kind = kind;
    }

    /**
     * Reads a JSON object from a file.
     *
     * @param kind what a failure of the file means to the caller
     * @throws GrowthException of that kind, if the file cannot be read or holds no JSON object
     */
    public static JsonFields read(Path file, Kind kind) {
        JsonFields fields = new JsonFields(file, kind);
        try {
            // how deep values are nested is bounded by the parser
            byte[] bytes = WholeFile.bytes(file, WholeFile.LARGEST);
            Optional<String> foreign = ForeignBytes.explain(bytes);
            if (foreign.isPresent()) {
                throw new GrowthException(kind, file + ": " + foreign.get());
            }
            fields.parse(bytes);
        } catch (JsonProcessingException e) {
            String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            // the parser's bounds are told with the names of its methods
            String reason = e.getOriginalMessage().replaceAll(", from `[^`]*`", "").replaceAll("\\p{C}", " ");
            throw new GrowthException(kind, file + line + ": is not valid JSON: " + reason, e);
        } catch (IOException e) {
            throw IoReason.unreadable(kind, file, e);
        }
        return fields;
    }

    private void parse(byte[] bytes) throws IOException {
        JsonFactory factory = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
        ObjectMapper mapper = new ObjectMapper(factory);
        try (JsonParser parser = factory.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new GrowthException(kind, file + ":1: a JSON object is needed");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                lines.put(name, parser.currentTokenLocation().getLineNr());
                parser.nextToken();
                values.put(name, mapper.readTree(parser));
            }
        }
    }

    /** Returns the names of the fields, in the order of the file. */
    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** Returns the field's value; a missing node, if the field is absent or null. */
    public JsonNode value(String name) {
        JsonNode value = values.get(name);
        return value == null || value.isNull() ? MissingNode.getInstance() : value;
    }

    /** Returns whether the field is present and not null. */
    public boolean has(String name) {
        return !value(name).isMissingNode();
    }

    /** Returns whether the field is present, null or not. */
    public boolean stands(String name) {
        return values.containsKey(name);
    }

    /** Returns all fields in the order of the file, as a node of its own. */
    public ObjectNode object() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        values.forEach((name, value) -> object.set(name, value.deepCopy()));
        return object;
    }

    /** Returns a whole number that must be present. */
    public int integer(String name) {
        JsonNode value = present(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw refuse(name, "must be a whole number below 2^31, not " + shown(value));
        }
        return value.intValue();
    }

    /** Returns a whole number, or another if the field is absent or null. */
    public int integer(String name, int absent) {
        return has(name) ? integer(name) : absent;
    }

    /** Returns a finite number that must be present. */
    public double number(String name) {
        JsonNode value = present(name);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw refuse(name, "must be a number, not " + shown(value));
        }
        return value.doubleValue();
    }

    /** Returns a number, or another if the field is absent or null. */
    public double number(String name, double absent) {
        return has(name) ? number(name) : absent;
    }

    /** Returns a flag, or another value if the field is absent or null. */
    public boolean flag(String name, boolean absent) {
        JsonNode value = value(name);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw refuse(name, "must be true or false, not " + shown(value));
        }
        return value.booleanValue();
    }

    /** Returns a text that must be present. */
    public String text(String name) {
        JsonNode value = present(name);
        if (!value.isTextual()) {
            throw refuse(name, "must be text, not " + shown(value));
        }
        return value.textValue();
    }

    /** Returns a text, or another if the field is absent or null. */
    public String text(String name, String absent) {
        return has(name) ? text(name) : absent;
    }

    private JsonNode present(String name) {
        if (stands(name) && !has(name)) {
            throw refuse(name, "must not be null");
        }
        if (!has(name)) {
            throw new GrowthException(kind, file + ": " + name + " is missing");
        }
        return value(name);
    }

    /** Returns an error about the field, {@code file:line: name: message}, to be thrown. */
    public GrowthException refuse(String name, String message) {
        String place = lines.containsKey(name) ? file + ":" + lines.get(name) : file.toString();
        return new GrowthException(kind, place + ": " + name + ": " + message);
    }

    /** Returns an error about the whole file, to be thrown. */
    public GrowthException refuse(String message) {
        return new GrowthException(kind, file + ": " + message);
    }

    /** Returns the value as it stands in the file, shortened. */
    public static String shown(JsonNode value) {
        String text = (value.isNumber() ? value.asText() : value.toString()).replaceAll("\\p{C}", "?");
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
