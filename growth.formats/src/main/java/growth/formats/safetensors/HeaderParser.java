package growth.formats.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON of a safetensors header without trusting it: the tensors must fill the data to the last byte, without overlaps, and each
 * must be as large as its shape and type say.
 */
final class HeaderParser {
    /** No tensor has more dimensions; a longer list would only cost memory. */
    private static final int MOST_DIMENSIONS = 64;
    private final Refusal refusal;
    private final long dataBytes;
    private final List<Placed> placed = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private record Placed(TensorInfo tensor, long begin, long end) {
    }

    /** Makes a parser for a file with that many bytes behind the header. */
    HeaderParser(Refusal refusal, long dataBytes) {
        this.refusal = refusal;
        this.dataBytes = dataBytes;
    }

    SafetensorsHeader parse(byte[] json) {
        if (json.length == 0 || json[0] != '{') {
            throw refusal.of("the header does not begin with '{'; this is no safetensors file");
        }
        JsonFactory factory = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        try (JsonParser parser = factory.createParser(json)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (name.equals(SafetensorsHeader.METADATA)) {
                    readMetadata(parser);
                } else {
                    placed.add(readTensor(parser, name));
                }
            }
            expect(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null, "has something behind its JSON object");
        } catch (JsonProcessingException e) {
            throw refusal.of("the header is not valid JSON: " + Refusal.oneLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SafetensorsHeader(inOrder(), metadata);
    }

    private void readMetadata(JsonParser parser) throws IOException {
        expect(parser.currentToken() == JsonToken.START_OBJECT, "has a __metadata__ that is no object");
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            expect(parser.nextToken() == JsonToken.VALUE_STRING, "has a __metadata__ " + Refusal.quoted(key) + " that is no text");
            metadata.put(key, parser.getText());
        }
    }

    private Placed readTensor(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw refusal.of(name, "is not described by an object");
        }
        TensorType type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            switch (key) {
                case "dtype" -> type = readType(parser, name);
                case "shape" -> shape = readNumbers(parser, name, key);
                case "data_offsets" -> offsets = readNumbers(parser, name, key);
                default -> throw refusal.of(name, "unknown key " + Refusal.quoted(key) + "; dtype, shape and data_offsets are known");
            }
        }
        if (type == null || shape == null || offsets == null) {
            throw refusal.of(name, "needs dtype, shape and data_offsets");
        }
        return check(name, type, shape, offsets);
    }

    private TensorType readType(JsonParser parser, String name) throws IOException {
        String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        return TensorType.of(text).orElseThrow(() -> refusal.of(name, "unknown dtype " + Refusal.quoted(text)));
    }

    private List<Long> readNumbers(JsonParser parser, String name, String key) throws IOException {
        List<Long> numbers = new ArrayList<>();
        boolean valid = parser.currentToken() == JsonToken.START_ARRAY;
        while (valid && parser.nextToken() != JsonToken.END_ARRAY) {
            valid = numbers.size() < MOST_DIMENSIONS && parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER && parser.getLongValue() >= 0;
            if (valid) {
                numbers.add(parser.getLongValue());
            }
        }
        if (!valid) {
            throw refusal.of(name, key + " must be a list of at most " + MOST_DIMENSIONS + " whole numbers from 0 to 2^63 - 1");
        }
        return numbers;
    }

    private Placed check(String name, TensorType type, List<Long> shape, List<Long> offsets) {
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw refusal.of(name, "data_offsets must be a beginning and an end, not " + offsets);
        }
        long begin = offsets.get(0);
        long end = offsets.get(1);
        if (end > dataBytes) {
            throw refusal.of(name, "its data end at byte " + end + ", but the file holds only " + dataBytes
                    + " bytes of data; it may be truncated");
        }
        TensorInfo tensor;
        try {
            tensor = new TensorInfo(name, type, shape);
        } catch (ArithmeticException e) {
            throw refusal.of(name, "its shape " + shape + " is larger than any file");
        }
        if (tensor.bytes() != end - begin) {
            throw refusal.of(name, tensor + " needs " + tensor.bytes() + " bytes, but its data_offsets hold " + (end - begin));
        }
        return new Placed(tensor, begin, end);
    }

    private Map<String, TensorInfo> inOrder() {
        placed.sort(Comparator.comparingLong(Placed::begin).thenComparingLong(Placed::end));
        Map<String, TensorInfo> ordered = new LinkedHashMap<>();
        long next = 0;
        for (Placed tensor : placed) {
            if (tensor.begin() != next) {
                String what = tensor.begin() < next ? "overlap those of another tensor" : "come after bytes that belong to no tensor";
                throw refusal.of(tensor.tensor().name(),
                        "its data " + what + " (they begin at " + tensor.begin() + ", those before end at " + next + ")");
            }
            next = tensor.end();
            ordered.put(tensor.tensor().name(), tensor.tensor());
        }
        if (next != dataBytes) {
            throw refusal.of("the last " + (dataBytes - next) + " bytes belong to no tensor");
        }
        return ordered;
    }

    private void expect(boolean condition, String complaint) {
        if (!condition) {
            throw refusal.of("the header " + complaint);
        }
    }
}
