package growth.report.monitor;

import growth.api.training.Progress;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.GrowthStarted;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.report.watch.RunView.State;
import growth.runtime.train.RunListener;
import growth.runtime.train.RunOutline;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Hears what a run does and keeps a snapshot of it. Events come on the run's thread, where each costs one small object and one write;
 * the snapshot is read by any thread, and nobody waits for anybody.
 */
public final class RunMonitor implements RunListener {
    /** Steps over which speeds are counted. */
    private static final int RECENT = 20;
    private final String run;
    private final boolean peakWanted;
    private final LongSupplier millis;
    private final ArrayDeque<Progress> recent = new ArrayDeque<>();
    private State state = State.WAITING;
    private Optional<StepCompleted> last = Optional.empty();
    private RunSnapshot.Evaluated evaluated = RunSnapshot.NOTHING.evaluated();
    private RunSnapshot.Heard heard = RunSnapshot.NOTHING.heard();
    private boolean growing;
    private long parameters;
    private double peak = Double.NaN;
    private volatile RunSnapshot snapshot = RunSnapshot.NOTHING;

    /**
     * @param run        its name
     * @param peakWanted whether the machine's peak is to be measured before it begins
     * @param millis     the clock, milliseconds since 1970
     */
    RunMonitor(String run, boolean peakWanted, LongSupplier millis) {
        this.run = run;
        this.peakWanted = peakWanted;
        this.millis = millis;
    }

    /** Returns the run's name. */
    public String run() {
        return run;
    }

    /** Returns the run as it was last heard of. */
    public RunSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public boolean wantsPeak() {
        return peakWanted;
    }

    @Override
    public void outlined(RunOutline outline) {
        peak = outline.peak();
    }

    @Override
    public void on(TrainingEvent event) {
        long now = millis.getAsLong();
        heard = new RunSnapshot.Heard(now, event instanceof StepCompleted ? now : heard.step(),
                event instanceof CheckpointSaved ? now : heard.checkpoint());
        Progress progress = event.progress();
        if (event instanceof StepCompleted step) {
            last = Optional.of(step);
            recent.add(progress);
            if (recent.size() > RECENT + 1) {
                recent.remove();
            }
        } else {
            told(event);
        }
        Progress since = recent.isEmpty() ? progress : recent.peek();
        snapshot = new RunSnapshot(state, progress, last, since, evaluated, heard, growing, parameters, peak);
    }

    private void told(TrainingEvent event) {
        if (event instanceof RunStarted) {
            state = State.TRAINING;
        } else if (event instanceof StageStarted stage) {
            parameters = stage.shape().parameterCount();
            recent.clear();
            growing = false;
        } else if (event instanceof EvaluationCompleted evaluation) {
            evaluated = new RunSnapshot.Evaluated(evaluated.count() + 1, Optional.of(evaluation));
        } else if (event instanceof GrowthStarted) {
            growing = true;
            recent.clear();
        } else if (event instanceof RunEnded end) {
            growing = false;
            state = switch (end.outcome()) {
                case FINISHED -> State.FINISHED;
                case STOPPED -> State.STOPPED;
                case FAILED -> State.FAILED;
                case DIVERGED -> State.DIVERGED;
            };
        }
    }
}
