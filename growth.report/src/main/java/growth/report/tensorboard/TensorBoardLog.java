package growth.report.tensorboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.GrowthException;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingListener;
import growth.formats.folder.IoReason;
import growth.report.tensorboard.Event.Value.Text;
import growth.runtime.folder.RunFolder;
import growth.runtime.metrics.MetricsLine;
import growth.runtime.train.RunListener;
import growth.runtime.train.RunOutline;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.ServiceScope;

/**
 * Writes a run's event file for TensorBoard, in {@code tensorboard/} of its folder. The file is made anew from the run's record whenever
 * the run starts, so that a resumed run tells of no step twice; then every event is added with one write.
 */
@Component(service = TrainingListener.class, scope = ServiceScope.PROTOTYPE)
public final class TensorBoardLog implements RunListener {
    /** The folder's name in a run folder. */
    static final String FOLDER = "tensorboard";
    private static final ObjectMapper JSON = new ObjectMapper();
    private final LongSupplier millis;
    private LineEvents events = new LineEvents();
    private boolean wanted;
    private Path file;
    private FileChannel channel;

    @Activate
    public TensorBoardLog() {
        this(System::currentTimeMillis, false);
    }

    /**
     * @param millis the clock, milliseconds since 1970
     * @param wanted whether runs whose outline is not told are recorded
     */
    TensorBoardLog(LongSupplier millis, boolean wanted) {
        this.millis = millis;
        this.wanted = wanted;
    }

    @Override
    public boolean wantsPeak() {
        return false;
    }

    @Override
    public void outlined(RunOutline outline) {
        wanted = outline.run().record().tensorboard();
    }

    /** @throws GrowthException (CHECKPOINT) if the file cannot be written; the run goes on without */
    @Override
    public void on(TrainingEvent event) {
        if (!wanted) {
            return;
        }
        try {
            if (event instanceof RunStarted started) {
                begin(started.folder());
            } else if (channel != null) {
                for (JsonNode line : MetricsLine.all(event)) {
                    for (Event told : events.of(line)) {
                        write(told.at(now()));
                    }
                }
            }
            if (event instanceof RunEnded) {
                close();
            }
        } catch (IOException e) {
            close();
            throw new GrowthException(GrowthException.Kind.CHECKPOINT, file + ": cannot be written: " + IoReason.of(e)
                    + "; TensorBoard will not see the rest of this run", e);
        }
    }

    private double now() {
        return millis.getAsLong() / 1e3;
    }

    private void begin(Path run) throws IOException {
        EventFolder folder = new EventFolder(run.resolve(FOLDER));
        file = folder.path();
        events = new LineEvents();
        Path unfinished = folder.unfinished();
        try (WallTimes times = new WallTimes(folder.newest(), new RunFolder(run).provenance(), now())) {
            channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            write(Event.version(now()));
            write(Event.restart(now()));
            replay(new RunFolder(run), times);
        } finally {
            close();
        }
        file = folder.finish((long) now());
        channel = FileChannel.open(file, StandardOpenOption.APPEND);
    }

    private void replay(RunFolder run, WallTimes times) throws IOException {
        boolean first = true;
        try (BufferedReader lines = Files.newBufferedReader(run.metrics())) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                JsonNode line = parsed(text);
                if (line.path("kind").asText().equals("start")) {
                    times.started(line);
                    if (first) {
                        Event settings = new Event(0, List.of(new Text("run/file", settings(run))));
                        write(settings.at(times.at(line, settings)));
                        first = false;
                    }
                }
                for (Event event : events.of(line)) {
                    write(event.at(times.at(line, event)));
                }
            }
        }
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            // What is no line is left out, as the record itself leaves it out.
            return JSON.missingNode();
        }
    }

    /** Returns the run file as a block of code in Markdown. */
    private static String settings(RunFolder run) throws IOException {
        return Files.readAllLines(run.runFile()).stream().map(line -> "    " + line).collect(Collectors.joining("\n"));
    }

    private void write(byte[] record) throws IOException {
        ByteBuffer frame = RecordFraming.framed(record);
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    /** Closes the file of a run that has ended, however it ended. */
    @Deactivate
    void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // Everything is written; there is nothing left to lose.
            return;
        } finally {
            channel = null;
        }
    }
}
