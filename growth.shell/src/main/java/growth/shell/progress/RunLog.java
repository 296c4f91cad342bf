package growth.shell.progress;

import growth.api.GrowthException;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.RunStarted;
import growth.runtime.folder.RunFolder;
import growth.runtime.folder.RunProcess;
import growth.runtime.train.RunListener;
import growth.runtime.train.RunOutline;
import growth.shell.log.LogFile;
import growth.shell.log.LogLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a training says into a file, one start after the other, besides what the terminal shows. Without a file of its own it is
 * {@code log.txt} of the run folder, opened when the run starts and the folder is there; notes wait until then. For one training, on its
 * thread.
 */
public final class RunLog implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);
    private final LogLimits limits;
    private final Supplier<Instant> clock;
    private final List<String> early = new ArrayList<>();
    private Optional<RunOutline> outline = Optional.empty();
    private Optional<LogFile> file = Optional.empty();
    private ConsoleLog log;

    /** A log in the run folder. */
    RunLog(LogLimits limits, Supplier<Instant> clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** A log in a file of its own, which is opened at once. */
    RunLog(Path file, LogLimits limits, Supplier<Instant> clock) {
        this(limits, clock);
        open(file);
    }

    @Override
    public boolean wantsPeak() {
        // Measuring it would take the cores away from runs that train beside this one.
        return false;
    }

    @Override
    public void outlined(RunOutline run) {
        outline = Optional.of(run);
        if (log != null) {
            log.outlined(run);
        }
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
        if (event instanceof RunStarted started) {
            begin(new RunFolder(started.folder()));
        }
        if (log != null) {
            log.on(event);
        }
    }

    /**
     * Closes the log.
     *
     * @param failure why the training failed, which becomes its last line
     */
    public void end(Optional<String> failure) {
        file.ifPresent(there -> failure.ifPresent(there::error));
        file.ifPresent(LogFile::close);
        file = Optional.empty();
        log = null;
    }

    private void begin(RunFolder folder) {
        if (file.isEmpty() && limits.files() > 0) {
            try {
                open(folder.log());
            } catch (GrowthException e) {
                LOG.warn("{}; this run has no log", e.getMessage());
            }
        }
    }

    private void open(Path path) {
        LogFile opened = LogFile.open(path, limits, clock);
        file = Optional.of(opened);
        opened.out().println(RunProcess.here().words());
        log = new ConsoleLog(opened.out(), ConsoleStyle.of(false, true, false));
        outline.ifPresent(log::outlined);
        early.forEach(log::note);
        early.clear();
    }
}
