package growth.runtime.metrics;

import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Reads the end of a record: how far the run has come, at a cost that does not depend on how long it is. */
public final class MetricsTail {
    /** Some hundred steps. */
    private static final long BYTES = 1 << 16;
    private static final int MORE = 8;

    private MetricsTail() {
    }

    /**
     * Returns what the last lines tell; lines before them, and what cannot be read, are left out without a remark.
     *
     * @param file {@code metrics.jsonl}
     * @return empty if there is no such file
     * @throws GrowthException (DATA) if it cannot be read
     */
    public static Optional<RunMetrics> read(Path file) {
        return read(file, BYTES);
    }

    static Optional<RunMetrics> read(Path file, long first) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            long bytes = first;
            RunMetrics read = read(channel, file, size, bytes);
            // A line about the classes of images may be longer than all others together.
            while (read.steps().isEmpty() && bytes < size && bytes < LineSplitter.LONGEST) {
                bytes *= MORE;
                read = read(channel, file, size, bytes);
            }
            return Optional.of(read);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.DATA, file + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    private static RunMetrics read(SeekableByteChannel channel, Path file, long size, long bytes) throws IOException {
        long from = Math.max(0, size - bytes);
        ByteBuffer buffer = ByteBuffer.allocate((int) (size - from));
        channel.position(from);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            continue;
        }
        byte[] read = buffer.array();
        int begin = 0;
        while (from > 0 && begin < read.length && read[begin++] != '\n') {
            continue;
        }
        MetricsCollector collector = new MetricsCollector(file);
        LineSplitter lines = new LineSplitter(collector::take);
        byte[] whole = Arrays.copyOfRange(read, begin, buffer.position());
        lines.feed(whole, whole.length);
        return collector.from(MetricsCollector.Sizes.NONE);
    }
}
