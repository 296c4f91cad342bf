package growth.study.run;

import growth.api.training.TrainingListener;
import growth.study.file.Cell;
import growth.study.file.StudyRun;
import java.util.List;
import java.util.Map;

/** Watches a study. Runs train on threads of their own, so that calls may come from several at a time. */
public interface StudyWatcher {
    /**
     * Everything has been checked; the first run is about to start.
     *
     * @param states how far each run has come
     */
    void begun(Map<Cell, CellState> states);

    /**
     * A run starts, or goes on.
     *
     * @return who else watches it, on its thread
     */
    List<TrainingListener> started(StudyRun run);

    /** A run ended. */
    void ended(RunEnd end);

    /** Something worth a line. */
    void note(String line);
}
