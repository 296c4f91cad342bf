package growth.study.run;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.training.PluginOrigin;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.runtime.folder.RunFolder;
import growth.runtime.run.RunFile;
import growth.runtime.train.DivergedException;
import growth.runtime.train.RunStarts;
import growth.runtime.train.TrainOutcome;
import growth.runtime.train.TrainRequest;
import growth.runtime.train.Trainer;
import growth.study.file.StudyRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Trains one run of a study, on the thread that calls. Used by several at a time. */
final class RunTraining {
    private final StudyRequest request;
    private final Trainer trainer;
    private final RunStarts starts;
    private final Trunks trunks;
    /** The code that the study's runs were trained with so far. */
    private final Map<String, PluginOrigin> code = new TreeMap<>();

    RunTraining(StudyRequest request, Trainer trainer, RunStarts starts, Trunks trunks) {
        this.request = request;
        this.trainer = trainer;
        this.starts = starts;
        this.trunks = trunks;
    }

    /**
     * How a run is trained.
     *
     * @param begun  whether it goes on from its own last checkpoint
     * @param trunk  the checkpoint that it branches from; empty: none
     * @param shared whether others may branch from it
     */
    record Beginning(boolean begun, Optional<Path> trunk, boolean shared) {
    }

    /**
     * Trains the run to its end, or until the study is asked to end.
     *
     * @param placed its run file, on the device that it has
     * @return how it ended; never throws, because the other runs go on
     */
    RunEnd train(StudyRun run, RunFile placed, Beginning how) {
        try {
            return outcome(run, how.begun ? trained(run, placed, TrainRequest.From.LAST_CHECKPOINT, how.shared)
                    : begin(run, placed, how.trunk, how.shared));
        } catch (DivergedException e) {
            prune(run, List.of());
            return new RunEnd(run, CellState.DIVERGED, Optional.of(e));
        } catch (GrowthException e) {
            return failed(run, e);
        } catch (RuntimeException | Error e) {
            return failed(run, new GrowthException(Kind.UNEXPECTED, "unexpected " + e, e));
        }
    }

    private RunEnd failed(StudyRun run, GrowthException why) {
        RunFolder folder = request.folder().run(run.cell());
        return new RunEnd(run, folder.holdsRun() ? CellState.BEGUN : CellState.NEW, Optional.of(why));
    }

    private TrainOutcome begin(StudyRun run, RunFile placed, Optional<Path> trunk, boolean shared) {
        if (trunk.isEmpty()) {
            return trained(run, placed, TrainRequest.From.START, shared);
        }
        try {
            return trained(run, placed, new TrainRequest.From(true, trunk, request.options().changedPlugins()), shared);
        } catch (GrowthException e) {
            if (e.kind() != Kind.CHECKPOINT || request.folder().run(run.cell()).holdsRun()) {
                throw e;
            }
            request.watcher().note(Trunks.name(run.cell()) + ": " + e.getMessage() + "; it trains its small model itself");
            trunks.owner(trunk.get()).ifPresent(trunks::remove);
            return trained(run, placed, TrainRequest.From.START, shared);
        }
    }

    private TrainOutcome trained(StudyRun run, RunFile placed, TrainRequest.From from, boolean shared) {
        StudyFolder folder = request.folder();
        requireSameCode(run);
        TrainRequest.From beginning = from.equals(TrainRequest.From.START) ? from
                : new TrainRequest.From(from.resume(), from.branch(), request.options().changedPlugins());
        TrainRequest.Shared common = new TrainRequest.Shared(Optional.of(folder.cache()),
                shared ? Optional.of(folder.trunk(run.cell()).path()) : Optional.empty());
        return trainer.train(TrainRequest.of(placed).in(folder.run(run.cell()).path()).from(beginning)
                .watchedBy(request.watcher().started(run)).stoppedBy(request.stop()).sharing(common));
    }

    private RunEnd outcome(StudyRun run, TrainOutcome outcome) {
        if (outcome.outcome() != Outcome.FINISHED) {
            return new RunEnd(run, CellState.BEGUN, Optional.empty());
        }
        prune(run, Stream.of(outcome.checkpoint(), outcome.best()).flatMap(Optional::stream).toList());
        return new RunEnd(run, CellState.FINISHED, Optional.empty());
    }

    /** Of a run that diverged nothing but the record is of use: its last checkpoint was on the way out. */
    private void prune(StudyRun run, List<Path> last) {
        try {
            FolderTree.prune(request.folder().run(run.cell()).checkpoints(), request.options().keepCheckpoints() ? last : List.of());
        } catch (GrowthException e) {
            request.watcher().note(e.getMessage());
        }
    }

    /** A plug-in that was replaced while the study runs would make one arm of two kinds of runs. */
    private void requireSameCode(StudyRun run) {
        if (request.options().changedPlugins()) {
            return;
        }
        Map<String, PluginOrigin> now = starts.of(run.run(), request.folder().cache(), line -> { }).plugins();
        synchronized (code) {
            List<String> changed = EarlierRuns.otherCode(code, now, " when the study began");
            if (!changed.isEmpty()) {
                throw new GrowthException(Kind.MISSING_PLUGIN, Trunks.name(run.cell()) + ": " + String.join("; ", changed)
                        + "; install that again and give the same command, or compare old and new with --changed-plugins");
            }
            code.putAll(now);
        }
    }
}
