package growth.study.run;

import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.runtime.folder.RunFolder;
import growth.runtime.metrics.MetricsRecord.End;
import growth.runtime.metrics.RunMetrics;
import java.nio.file.Files;
import java.util.Optional;

/** How far a run of a study has come, according to its folder. */
public enum CellState {
    /** Nothing of it is there. */
    NEW,
    /** It was begun and goes on from its last checkpoint. */
    BEGUN,
    /** It has come to its end. */
    FINISHED,
    /** Its loss was no longer a number, which is a result. */
    DIVERGED;

    /** Returns whether the run is over: the same command does not train it again. */
    public boolean over() {
        return this == FINISHED || this == DIVERGED;
    }

    /** Returns the state of the run in that folder. The last line of its metrics is written when everything else is on disk. */
    public static CellState of(RunFolder folder) {
        if (!Files.isRegularFile(folder.metrics())) {
            return folder.holdsRun() ? BEGUN : NEW;
        }
        Optional<Outcome> end = RunMetrics.read(folder.metrics()).end().map(End::outcome);
        if (end.isEmpty()) {
            return folder.holdsRun() ? BEGUN : NEW;
        }
        return switch (end.get()) {
            case FINISHED -> FINISHED;
            case DIVERGED -> DIVERGED;
            default -> BEGUN;
        };
    }
}
