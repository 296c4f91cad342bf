package growth.shell.progress;

import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.RunEnded;
import growth.runtime.train.RunListener;
import growth.runtime.train.RunOutline;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a training says into a file of its folder, one start after the other, in place of the terminal. The file is opened with the
 * first event, when the folder is there; notes wait until then. For one training, on its thread.
 */
final class RunLog implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);
    private final Path file;
    private final List<String> early = new ArrayList<>();
    private RunOutline outline;
    private ConsoleLog log;
    private PrintStream out;

    RunLog(Path file) {
        this.file = file;
    }

    @Override
    public boolean wantsPeak() {
        // Measuring it would take the cores away from runs that train beside this one.
        return false;
    }

    @Override
    public void outlined(RunOutline run) {
        outline = run;
    }

    @Override
    public void note(String line) {
        if (log == null) {
            early.add(line);
        } else {
            log.note(line);
        }
    }

    @Override
    public void on(TrainingEvent event) {
        if (log == null) {
            open();
        }
        log.on(event);
        if (event instanceof RunEnded) {
            out.close();
        }
    }

    private void open() {
        try {
            out = new PrintStream(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), true,
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            LOG.warn("{}: cannot be written: {}", file, e.getMessage());
            out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        }
        log = new ConsoleLog(out, ConsoleStyle.of(false, true, false));
        early.forEach(log::note);
        if (outline != null) {
            log.outlined(outline);
        }
    }
}
