package growth.study.run;

import growth.api.GrowthException;
import growth.runtime.folder.RunFolder;
import growth.runtime.folder.RunLock;
import growth.runtime.place.Elsewhere;
import growth.runtime.place.PlacedTrainer;
import growth.runtime.train.RunStarts;
import growth.runtime.train.Trainer;
import growth.study.file.Cell;
import growth.study.file.StudyRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Carries out studies: with the trainer of this framework, where runs that train at the same time are sessions of one process, or at a
 * place.
 */
@Component
public final class StudyRunnerComponent implements StudyRunner {
    private final Trainer trainer;
    private final RunStarts starts;

    /**
     * @param trainer trains runs
     * @param starts  finds out how they begin
     */
    @Activate
    public StudyRunnerComponent(@Reference Trainer trainer, @Reference RunStarts starts) {
        this.trainer = trainer;
        this.starts = starts;
    }

    @Override
    public StudyOutcome run(StudyRequest request) {
        StudyFolder folder = request.folder();
        Lanes lanes = Lanes.of(request);
        RunFolder whole = new RunFolder(folder.path());
        whole.create();
        try (RunLock lock = RunLock.take(whole, "study")) {
            request.place().flatMap(Elsewhere::store).ifPresent(store -> request.plan().runs()
                    .forEach(run -> store.pull(folder.run(run.cell()).path())));
            Map<Cell, CellState> states = states(request);
            requireSame(request, states);
            whole.write(folder.studyFile(), request.plan().resolved());
            request.watcher().begun(Map.copyOf(states));
            // A trunk in a folder of another executor is nothing to branch from.
            Trunks trunks = new Trunks(request.plan(), folder, request.place().flatMap(Elsewhere::store).isEmpty());
            Trainer there = request.place().<Trainer>map(place -> new PlacedTrainer(place, request.watcher()::note)).orElse(trainer);
            return new StudyExecution(request, states, trunks, new RunTraining(request, there, starts, trunks), lanes).run();
        }
    }

    private static Map<Cell, CellState> states(StudyRequest request) {
        Map<Cell, CellState> states = new LinkedHashMap<>();
        request.plan().runs().forEach(run -> states.put(run.cell(), CellState.of(request.folder().run(run.cell()))));
        return states;
    }

    /** Refuses runs that are no runs of this study any more, or sets them aside if that is wanted. */
    private void requireSame(StudyRequest request, Map<Cell, CellState> states) {
        List<StudyRun> there = request.plan().runs().stream().filter(run -> states.get(run.cell()) != CellState.NEW).toList();
        Map<StudyRun, GrowthException> others = new EarlierRuns(request.plan(), request.folder(),
                run -> starts.of(run.run(), request.folder().cache(), request.watcher()::note))
                .others(there, request.options().changedPlugins());
        if (others.isEmpty()) {
            return;
        }
        if (!request.options().redo()) {
            throw EarlierRuns.refusal(others);
        }
        FolderTree.delete(request.folder().shared());
        others.keySet().forEach(run -> {
            StudyFolder folder = request.folder();
            Path aside = FolderTree.setAside(folder.run(run.cell()).path(),
                    folder.replaced().resolve(Path.of(Cell.RUNS).relativize(run.folder())));
            states.put(run.cell(), CellState.NEW);
            request.watcher().note(Trunks.name(run.cell()) + " is trained again; the run before lies in " + aside);
        });
    }
}
