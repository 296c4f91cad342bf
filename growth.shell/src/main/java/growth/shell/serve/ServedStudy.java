package growth.shell.serve;

import growth.api.training.TrainingListener;
import growth.report.monitor.RunMonitors;
import growth.study.file.Cell;
import growth.study.file.StudyRun;
import growth.study.run.CellState;
import growth.study.run.RunEnd;
import growth.study.run.StudyWatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lets the runs of a study be served, besides what else watches it.
 *
 * @param watcher what else watches it
 * @param runs    what is served
 */
public record ServedStudy(StudyWatcher watcher, RunMonitors runs) implements StudyWatcher {
    @Override
    public void begun(Map<Cell, CellState> states) {
        watcher.begun(states);
    }

    @Override
    public List<TrainingListener> started(StudyRun run) {
        List<TrainingListener> all = new ArrayList<>(watcher.started(run));
        // measuring the peak would take the cores away from runs that train beside this one
        all.add(runs.add(run.cell().name(), false));
        return all;
    }

    @Override
    public void ended(RunEnd end) {
        watcher.ended(end);
    }

    @Override
    public void note(String line) {
        watcher.note(line);
    }
}
