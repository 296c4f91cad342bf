package growth.data.corpus;

import static growth.api.GrowthException.Kind.DATA;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import growth.api.GrowthException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One text field of JSON records: one record a line (JSON Lines), records spread over lines, or one array of records. Records whose field
 * is null or missing are passed over, but for the first one, in which it must be.
 */
final class JsonTexts {
    /** Characters of a text; one that is longer would fill the memory. */
    private static final int LONGEST = (int) Math.min(1 << 29, Runtime.getRuntime().maxMemory() / 8);
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(LONGEST).build())
            // Python writes NaN and Infinity.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private final String name;
    private final String field;
    private long records;
    private long texts;

    /**
     * Makes a reader of one file.
     *
     * @param name  how errors call the file
     * @param field which field holds the text
     */
    JsonTexts(String name, String field) {
        this.name = name;
        this.field = field;
    }

    /** Returns the number of records read. */
    long records() {
        return records;
    }

    /** Returns the number of texts delivered. */
    long texts() {
        return texts;
    }

    /** Delivers the texts of all records; refuses, with file and line, what is no record with such a field (DATA). */
    void read(InputStream in, Consumer<String> sink) throws IOException {
        try (JsonParser parser = JSON.createParser(in)) {
            read(parser, sink);
        } catch (JsonEOFException e) {
            throw refuse(e.getLocation().getLineNr(), "breaks off in the middle of a record; copy or download the file again");
        } catch (StreamConstraintsException e) {
            throw refuse(e.getLocation() == null ? 1 : e.getLocation().getLineNr(), "is more than is read of a record ("
                    + firstLine(e) + ")");
        } catch (JsonProcessingException e) {
            throw refuse(e.getLocation() == null ? 1 : e.getLocation().getLineNr(), "is no JSON: " + firstLine(e));
        }
    }

    private void read(JsonParser parser, Consumer<String> sink) throws IOException {
        boolean array = false;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.START_ARRAY && !array && records == 0) {
                array = true;
            } else if (token == JsonToken.START_OBJECT) {
                record(parser, sink);
            } else if (token != JsonToken.END_ARRAY) {
                throw refuse(line(parser), "holds " + words(token) + ", but every line must be a record such as {\"" + field + "\":"
                        + " \"…\"}");
            }
        }
    }

    private void record(JsonParser parser, Consumer<String> sink) throws IOException {
        int line = line(parser);
        String text = null;
        List<String> others = new ArrayList<>();
        boolean found = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            if (!parser.currentName().equals(field)) {
                others.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
                continue;
            }
            found = true;
            JsonToken value = parser.nextToken();
            if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NULL) {
                throw refuse(line(parser), "field '" + field + "' is " + words(value) + ", no text; name another one as field (of eval:"
                        + " --field)");
            }
            text = value == JsonToken.VALUE_STRING ? parser.getText() : null;
        }
        if (!found && records == 0) {
            throw refuse(line, "has no field '" + field + "', but " + String.join(", ", others) + "; name one as field (of eval:"
                    + " --field), or write format: text to read the file as it stands");
        }
        records++;
        if (text != null && !text.isEmpty()) {
            texts++;
            sink.accept(text);
        }
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private static String words(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "a record of its own";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            default -> "a number";
        };
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage() == null ? "it is damaged" : e.getOriginalMessage().lines().findFirst().orElse("it is damaged");
    }

    private GrowthException refuse(int line, String message) {
        return new GrowthException(DATA, name + ":" + line + ": " + message);
    }
}
