package growth.shell.runs;

import growth.api.TrainingTime;
import growth.report.watch.RunView;
import growth.runtime.folder.ProcessIdentity.Standing;
import growth.runtime.folder.Provenance;
import growth.runtime.folder.RunFolder;
import growth.runtime.folder.RunProcess;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How a run stands: what its record tells, and whether its process is there.
 *
 * @param name    how it is called: its folder as one may name it
 * @param folder  its folder
 * @param state   what it does
 * @param view    what the end of its record tells
 * @param process the process that trains, or did when it was killed
 * @param started when it was started last, in ISO 8601
 */
public record RunStanding(String name, RunFolder folder, State state, RunView view, Optional<RunProcess> process,
        Optional<String> started) {

    /** What a run does, the one of most interest first. */
    public enum State {
        /** A process trains it. */
        RUNNING,
        /** Its process is on another machine, or unknown, and its record has been silent for long. */
        SILENT,
        /** Its process is gone without a last word. */
        KILLED,
        /** It was stopped and saved. */
        STOPPED,
        /** Something went wrong. */
        FAILED,
        /** Its loss was no number any more. */
        DIVERGED,
        /** It has reached its end. */
        FINISHED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Looks at a run.
     *
     * @param name   how it is called
     * @param folder its folder
     * @param now    the present time
     */
    public static RunStanding of(String name, Path folder, Instant now) {
        RunFolder run = new RunFolder(folder);
        // The process first: it writes its last word before it goes.
        Optional<RunProcess> process = RunProcess.of(run);
        Optional<Standing> standing = process.map(p -> p.identity().standing());
        RunView view = RunView.glance(name, run, now.toEpochMilli());
        return new RunStanding(name, run, state(view, standing), view, process, Provenance.lastStart(run.provenance()));
    }

    static State state(RunView view, Optional<Standing> process) {
        if (process.filter(Standing.ALIVE::equals).isPresent()) {
            return State.RUNNING;
        }
        return switch (view.state()) {
            case FINISHED -> State.FINISHED;
            case STOPPED -> State.STOPPED;
            case DIVERGED -> State.DIVERGED;
            case FAILED -> State.FAILED;
            case TRAINING, WAITING -> process.filter(Standing.GONE::equals).isPresent() ? State.KILLED
                    : view.silent() ? State.SILENT : State.RUNNING;
        };
    }

    /** Returns the steps it has made. */
    public long step() {
        return view.metrics().last().map(at -> at.step()).orElse(0L);
    }

    /** Returns the steps it is to make, if its length is given in steps. */
    public Optional<Long> steps() {
        return view.duration().filter(time -> time.unit() == TrainingTime.Unit.STEPS).map(time -> (long) Math.ceil(time.value()));
    }
}
