package growth.runtime.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import growth.api.training.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Copies the lines of a record up to a checkpoint. A crash may leave anything at the end of a file (half a
 * line, half a character, zeros, blocks of another file): anything that is not a line of a record is omitted and counted.
 */
final class KeptLines {
    private static final int BUFFER = 1 << 16;

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
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy))) {
            lines.copy(in, out);
        }
        return new Result(lines.broken, lines.lastStep, lines.changed);
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        LineSplitter lines = new LineSplitter((line, length) -> take(line, length, out));
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            lines.feed(buffer, count);
        }
        if (lines.pending()) {
            // The line may be whole and lack nothing but its end.
            changed = true;
            lines.give();
        }
    }

    private void take(byte[] line, long length, OutputStream out) throws IOException {
        Optional<String> text = length > LineSplitter.LONGEST ? Optional.empty() : LineText.of(line);
        Optional<JsonNode> entry = text.flatMap(LineText::entry);
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

    private boolean later(JsonNode entry) {
        // A growth right after the checkpoint happens at the same step, but in a later stage.
        return entry.path("step").asLong() > from.step() || entry.path("stage").asLong() > from.stage();
    }
}
