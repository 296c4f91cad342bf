package growth.runtime.metrics;

import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * Follows the record of a run that may still be training. It holds no file open, so that it never is in a run's way, and notices when a
 * resume has replaced the file. For one thread.
 */
public final class MetricsFollower {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private MetricsCollector collected;
    private LineSplitter lines;
    private long offset;
    private Object identity;
    private boolean ending;

    /** @param file {@code metrics.jsonl}, which need not be there yet, or the run folder that holds it */
    public MetricsFollower(Path file) {
        this.file = Files.isDirectory(file) ? file.resolve("metrics.jsonl") : file;
        begin();
    }

    /**
     * What came since the last time.
     *
     * @param again   whether the record has changed before its end, as when a run was resumed from an earlier checkpoint: then what was
     *                told before is void, and {@code metrics} is the whole record
     * @param metrics what was appended since the last time, with all remarks so far and the present end
     */
    public record Update(boolean again, RunMetrics metrics) {
    }

    /** Returns the file. */
    public Path file() {
        return file;
    }

    /**
     * Reads what was appended since the last time, as far as lines are whole.
     *
     * @return what came; empty if the file is not there
     * @throws GrowthException (DATA) if the file cannot be read
     */
    public Optional<Update> poll() {
        try {
            return Optional.of(update());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.DATA, file + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    /** Returns everything read so far. */
    public RunMetrics whole() {
        return collected.from(MetricsCollector.Sizes.NONE);
    }

    /** Returns everything, a last line without an end included. */
    RunMetrics complete() {
        if (lines.pending()) {
            try {
                ending = true;
                lines.give();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return whole();
    }

    private Update update() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        boolean replaced = offset > 0 && (now.size() < offset || !Objects.equals(now.fileKey(), identity));
        if (replaced) {
            begin();
        }
        identity = now.fileKey();
        MetricsCollector.Sizes before = collected.sizes();
        read();
        boolean again = collected.takeChanged() || replaced;
        return new Update(again, collected.from(again ? MetricsCollector.Sizes.NONE : before));
    }

    private void begin() {
        collected = new MetricsCollector(file);
        lines = new LineSplitter(this::take);
        offset = 0;
    }

    private void take(byte[] line, long length) {
        if (ending) {
            collected.takeCut(line, length);
        } else {
            collected.take(line, length);
        }
    }

    private void read() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(offset);
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            for (int count = channel.read(buffer); count > 0; count = channel.read(buffer)) {
                lines.feed(buffer.array(), count);
                offset += count;
                buffer.clear();
            }
        }
    }
}
