package growth.runtime.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.training.Progress;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Copies the lines of a record up to a checkpoint. A crash may leave anything at the end of a file (half a
 * line, half a character, zeros, blocks of another file): anything that is not a line of a record is omitted and counted.
 */
final class KeptLines {
    /** Longer than any line of a record; longer input is not held in memory. */
    private static final int LONGEST = 1 << 26;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Progress from;
    private long broken;
    private long lastStep;
    private boolean changed;

    private KeptLines(Progress from) {
        this.from = from;
    }

    /**
     * The result of copying.
     *
     * @param broken   parts of the file that are no lines of a record
     * @param lastStep the last step that is told of; 0 without one
     * @param changed  whether the copy differs from the file
     */
    record Result(long broken, long lastStep, boolean changed) {
    }

    /**
     * @param file the record
     * @param copy takes what is kept
     * @param from where the run goes on
     */
    static Result copy(Path file, Path copy, Progress from) throws IOException {
        KeptLines lines = new KeptLines(from);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy))) {
            lines.copy(in, out);
        }
        return new Result(lines.broken, lines.lastStep, lines.changed);
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long length = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                take(line, length, out);
                line.reset();
                length = 0;
            } else if (length++ < LONGEST) {
                line.write(next);
            }
        }
        if (length > 0) {
            // The line may be whole and lack nothing but its end.
            changed = true;
            take(line, length, out);
        }
    }

    private void take(ByteArrayOutputStream bytes, long length, OutputStream out) throws IOException {
        Optional<String> text = length > LONGEST ? Optional.empty() : text(bytes.toByteArray());
        Optional<JsonNode> entry = text.flatMap(KeptLines::entry);
        if (entry.isEmpty()) {
            broken++;
            changed = true;
        } else if (later(entry.get())) {
            changed = true;
        } else {
            byte[] kept = text.orElseThrow().getBytes(StandardCharsets.UTF_8);
            changed |= kept.length != length;
            out.write(kept);
            out.write('\n');
            if (entry.get().path("kind").asText().equals("step")) {
                lastStep = Math.max(lastStep, entry.get().path("step").asLong());
            }
        }
    }

    /** Returns the line without what editors of other systems add; empty if it is not UTF-8. */
    private static Optional<String> text(byte[] line) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
            return Optional.of((text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).stripTrailing());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> entry(String line) {
        try {
            JsonNode entry = JSON.readTree(line);
            return Optional.of(entry).filter(e -> e.path("kind").isTextual() && e.path("step").isIntegralNumber());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private boolean later(JsonNode entry) {
        // A growth right after the checkpoint happens at the same step, but in a later stage.
        return entry.path("step").asLong() > from.step() || entry.path("stage").asLong() > from.stage();
    }
}
