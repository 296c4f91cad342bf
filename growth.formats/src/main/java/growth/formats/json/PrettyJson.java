package growth.formats.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;

/** JSON for people: the same text on every system, laid out as Python's {@code json.dumps(…, indent=2)} does. */
public final class PrettyJson {
    private PrettyJson() {
    }

    /** Returns the text, one value a line, indented by two spaces, fields in the node's order, ended by a line feed. */
    public static String of(JsonNode node) {
        return of(node, new ObjectMapper());
    }

    /** Returns the same text with numbers as Python's json writes them: {@code 1e-05}, and {@code NaN} and {@code Infinity} bare. */
    public static String python(JsonNode node) {
        return of(PythonNumbers.in(node), new ObjectMapper(JsonFactory.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build()));
    }

    private static String of(JsonNode node, ObjectMapper mapper) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        Separators separators = Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators).withObjectIndenter(lines).withArrayIndenter(lines);
        try {
            return mapper.writer(printer).writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
