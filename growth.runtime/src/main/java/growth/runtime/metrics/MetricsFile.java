package growth.runtime.metrics;

import growth.api.GrowthException;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingListener;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The file {@code metrics.jsonl}: lines are only ever added, each with one write, so that whoever follows the file sees whole lines.
 * For one thread.
 */
public final class MetricsFile implements TrainingListener, AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private MetricsFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Begins the record of a new run.
     *
     * @throws GrowthException (CHECKPOINT) if the file cannot be written
     */
    public static MetricsFile begin(Path file) {
        return open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /**
     * Goes on with the record of a run from a checkpoint: lines about what came after it are dropped, so that no step is in the file twice,
     * and so is whatever a crash has left that is no line. The file is replaced as a whole; a crash leaves either the old or the new one.
     *
     * @param from where the run goes on
     * @param log  takes a line about what is broken or missing
     * @throws GrowthException (CHECKPOINT) if the file cannot be read or written
     */
    public static MetricsFile resume(Path file, Progress from, Consumer<String> log) {
        return resume(file, file, from, log);
    }

    /**
     * As {@link #resume(Path, Progress, Consumer)}, for a run that goes on elsewhere.
     *
     * @param earlier the record so far, which stays as it is unless it is the same file
     */
    public static MetricsFile resume(Path earlier, Path file, Progress from, Consumer<String> log) {
        try {
            long lastStep = 0;
            if (Files.exists(earlier)) {
                Path beside = file.resolveSibling(file.getFileName() + ".tmp");
                KeptLines.Result kept = KeptLines.copy(earlier, beside, from);
                lastStep = kept.lastStep();
                if (kept.broken() > 0) {
                    log.accept(earlier + ": " + kept.broken() + (kept.broken() == 1 ? " line is" : " lines are")
                            + " broken, as after a crash, and left out");
                }
                if (kept.changed() || !earlier.equals(file)) {
                    replace(file, beside);
                } else {
                    Files.delete(beside);
                }
            }
            if (lastStep < from.step()) {
                log.accept(earlier + ": nothing tells of steps " + (lastStep + 1) + " to " + from.step()
                        + "; the run itself is complete");
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
        return open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void replace(Path file, Path beside) throws IOException {
        try (FileChannel written = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static MetricsFile open(Path file, StandardOpenOption... options) {
        try {
            List<StandardOpenOption> all = new ArrayList<>(List.of(options));
            all.add(StandardOpenOption.WRITE);
            return new MetricsFile(file, FileChannel.open(file, all.toArray(StandardOpenOption[]::new)));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void on(TrainingEvent event) {
        String lines = MetricsLine.all(event).stream().map(line -> line + "\n").collect(Collectors.joining());
        if (!lines.isEmpty()) {
            try {
                writeFully(channel, lines);
            } catch (IOException e) {
                throw failure(file, e);
            }
        }
    }

    private static void writeFully(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static GrowthException failure(Path file, IOException e) {
        return new GrowthException(GrowthException.Kind.CHECKPOINT, file + ": cannot be written: " + IoReason.of(e), e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }
}
