package growth.runtime.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Optional;

/**
 * The file {@code metrics.jsonl}: lines are only ever added, each with one write, so that whoever follows the file sees whole lines.
 * For one thread.
 */
public final class MetricsFile implements TrainingListener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
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
     * Goes on with the record of a run from a checkpoint: lines about what came after it are dropped, so that no step is in the file twice.
     * The file is replaced as a whole; a crash leaves either the old or the new one.
     *
     * @param from where the run goes on
     * @throws GrowthException (CHECKPOINT) if the file cannot be read or written
     */
    public static MetricsFile resume(Path file, Progress from) {
        try {
            if (Files.exists(file)) {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                String kept = upTo(text, from);
                if (!kept.equals(text)) {
                    replace(file, kept);
                }
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
        return open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** @return the whole lines of the text that tell nothing of what came after that progress; half-written lines are left out */
    static String upTo(String text, Progress from) {
        List<String> kept = new ArrayList<>();
        int begin = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
            String line = text.substring(begin, end);
            read(line).filter(entry -> !later(entry, from)).ifPresent(entry -> kept.add(line));
            begin = end + 1;
        }
        return kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
    }

    private static boolean later(JsonNode entry, Progress from) {
        // A growth right after the checkpoint happens at the same step, but in a later stage.
        return entry.path("step").asLong() > from.step() || entry.path("stage").asLong() > from.stage();
    }

    private static Optional<JsonNode> read(String line) {
        try {
            return Optional.of(JSON.readTree(line)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel out = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            writeFully(out, text);
            out.force(true);
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
        Optional<ObjectNode> line = MetricsLine.of(event);
        if (line.isPresent()) {
            try {
                writeFully(channel, line.get() + "\n");
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
