package growth.study.account;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import growth.formats.folder.WholeFile;
import growth.formats.json.PrettyJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Reads and writes {@code account.json}: the records of {@link Account} under their components' names. Numbers have as many digits as make
 * them read back equal; NaN is null, infinity the text {@code infinite}.
 */
public final class AccountFile {
    /** The file's name in a study's folder. */
    public static final String NAME = "account.json";
    private static final String INFINITE = "infinite";
    private static final String LESS = "-infinite";
    private static final ObjectMapper MAPPER = JsonMapper.builder().addModule(numbers())
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private AccountFile() {
    }

    /** Returns the account as JSON. */
    public static JsonNode json(Account account) {
        return MAPPER.valueToTree(account);
    }

    /**
     * Writes the account as a whole: readers see the old or the new file.
     *
     * @throws GrowthException (CHECKPOINT) if it cannot be written
     */
    public static void write(Account account, Path file) {
        try {
            Path beside = file.resolveSibling("." + file.getFileName() + ".tmp");
            try {
                Files.writeString(beside, PrettyJson.of(json(account)), StandardCharsets.UTF_8);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.CHECKPOINT, file + ": cannot be written: " + IoReason.of(e), e);
        }
    }

    /**
     * Reads an account.
     *
     * @throws GrowthException (CHECKPOINT) if the file cannot be read or holds no account
     */
    public static Account read(Path file) {
        try {
            return MAPPER.readValue(WholeFile.text(file, WholeFile.LARGEST), Account.class);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null || e.getLocation().getLineNr() < 0 ? "" : ":" + e.getLocation().getLineNr();
            throw new GrowthException(GrowthException.Kind.CHECKPOINT,
                    file + where + ": is no account of a study: " + e.getOriginalMessage().lines().findFirst().orElse("empty"), e);
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.CHECKPOINT, file + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    private static SimpleModule numbers() {
        return new SimpleModule("numbers").addSerializer(Double.class, new NumberWriter()).addSerializer(double.class, new NumberWriter())
                .addDeserializer(Double.class, new NumberReader()).addDeserializer(double.class, new NumberReader());
    }

    private static final class NumberWriter extends StdSerializer<Double> {
        NumberWriter() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (value.isNaN()) {
                out.writeNull();
            } else if (value.isInfinite()) {
                out.writeString(value > 0 ? INFINITE : LESS);
            } else {
                out.writeNumber(value);
            }
        }
    }

    private static final class NumberReader extends StdDeserializer<Double> {
        NumberReader() {
            super(Double.class);
        }

        @Override
        public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken().isNumeric()) {
                return in.getDoubleValue();
            }
            return switch (in.getText()) {
                case INFINITE -> Double.POSITIVE_INFINITY;
                case LESS -> Double.NEGATIVE_INFINITY;
                default -> (Double) context.handleWeirdStringValue(Double.class, in.getText(), "neither a number nor infinite");
            };
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }
    }
}
