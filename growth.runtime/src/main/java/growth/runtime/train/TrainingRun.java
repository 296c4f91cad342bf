package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.engine.EngineOptions;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingListener;
import growth.formats.huggingface.ModelFolder;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.CheckpointStore;
import growth.runtime.checkpoint.ModelLocation;
import growth.runtime.checkpoint.RunState;
import growth.runtime.checkpoint.ValidationRecord;
import growth.runtime.engine.EngineFacts;
import growth.runtime.folder.Machine;
import growth.runtime.folder.Provenance;
import growth.runtime.folder.RunFolder;
import growth.runtime.folder.RunLock;
import growth.runtime.folder.RunRecords;
import growth.runtime.folder.SameData;
import growth.runtime.folder.SettingChange;
import growth.runtime.metrics.MetricsFile;
import growth.runtime.plugins.Catalogue;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.RunData;
import growth.runtime.prepare.RunExtras;
import growth.runtime.run.RunFile;
import growth.runtime.train.ranks.Ranks;
import growth.runtime.train.ranks.RunBeginning;
import growth.runtime.train.resume.AbsentGroups;
import growth.runtime.train.resume.DurationChange;
import growth.runtime.train.resume.KeptTokenizer;
import growth.runtime.train.resume.RunResumption;
import growth.runtime.train.resume.SamePlugins;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One training from its run file to its end: opens everything, finds where to begin or go on, and lets the loop run. */
final class TrainingRun {
    private final Catalogue catalogue;
    private final RunFile run;
    private final RunFolder folder;
    private final Audience audience;
    private final Ranks ranks;
    private final Map<String, String> bundles;
    private final Optional<Path> trunk;

    /**
     * @param catalogue what is installed
     * @param run       the run
     * @param folder    where it is kept
     * @param audience  who watches
     * @param ranks     the processes that train it together, of which this is the first, or this one alone
     * @param bundles   symbolic name → version of everything installed, for provenance
     * @param trunk     folder that takes what other runs can branch from, if they want to
     */
    TrainingRun(Catalogue catalogue, RunFile run, RunFolder folder, Audience audience, Ranks ranks,
            Map<String, String> bundles, Optional<Path> trunk) {
        this.catalogue = catalogue;
        this.run = run;
        this.folder = folder;
        this.audience = audience;
        this.ranks = ranks;
        this.bundles = bundles;
        this.trunk = trunk;
    }

    /**
     * The past of a run when it starts.
     *
     * @param provenance what it has written down of earlier starts
     * @param changes    what this start changes of the run file
     * @param facts      what is known of the data, and of the model it started from
     * @param resolved   the run as it is written down from now on
     * @param checkpoint folder of the checkpoint that it goes on from
     */
    private record Past(Optional<Path> provenance, List<SettingChange> changes, Map<String, String> facts, String resolved,
            Optional<Path> checkpoint) {
    }

    /** Trains from that beginning to the end. */
    TrainOutcome train(TrainRequest.From from) {
        run.requireRanks(ranks.size());
        if (from.branch().isPresent() && !(from.resume() && folder.holdsRun())) {
            return branch(from.branch().get(), from.changedPlugins());
        }
        return from.resume() ? resume(from.changedPlugins()) : begin();
    }

    /** Begins a run in a new folder, which is made only when everything else has been found right. */
    private TrainOutcome begin() {
        folder.requireNew();
        try (PreparedRun prepared = prepare(run, Optional.empty())) {
            EngineOptions options = RunOpening.options(prepared, Optional.empty());
            RunPoint point = RunPoint.start(prepared, options, false);
            Map<String, String> facts = facts(prepared, StartingModel.facts(run.model().start()));
            StartingModel.leftOut(prepared).ifPresent(audience::note);
            folder.create();
            try (RunLock lock = RunLock.take(folder); MetricsFile metrics = MetricsFile.begin(folder.metrics())) {
                return train(prepared, options, point, metrics, new Past(Optional.empty(), List.of(), facts, run.resolved(),
                        Optional.empty()));
            }
        }
    }

    /**
     * Goes on from the last good checkpoint; from the beginning, if the run ended before it saved one.
     *
     * @param changedPlugins whether it goes on although plug-ins are others than it had
     */
    private TrainOutcome resume(boolean changedPlugins) {
        folder.requireRun();
        try (RunLock lock = RunLock.take(folder)) {
            CheckpointStore store = store();
            CheckpointStore.Found found = store.find(audience::note);
            Optional<Checkpoint> checkpoint = found.checkpoint();
            RunRecords records = RunRecords.of(folder, checkpoint, audience::note);
            RunResumption.Differences differences = records.runFile()
                    .map(begun -> RunResumption.differences(run, folder, begun, audience::note)).orElse(RunResumption.Differences.NONE);
            if (checkpoint.filter(this::finished).isPresent()) {
                return alreadyFinished(checkpoint.get());
            }
            // Nothing in the folder changes before everything has been found right.
            return goOn(new Source(checkpoint, records, folder.metrics(), false), differences, changedPlugins, () -> store.tidy(found));
        }
    }

    /**
     * Goes on in a new folder from a checkpoint of another run, or an earlier one of the same, with what a resumed run may change,
     * another learning-rate schedule and, while nothing has grown, another growth.
     */
    private TrainOutcome branch(Path from, boolean changedPlugins) {
        folder.requireNew();
        Checkpoint checkpoint = Checkpoint.open(ModelLocation.of(from));
        Path other = checkpoint.folder().toAbsolutePath().resolve("../..").normalize();
        RunRecords records = RunRecords.of(new RunFolder(other), Optional.of(checkpoint), audience::note);
        Set<String> more = checkpoint.run().ungrown() ? Set.of("training.learning-rate", "growth") : Set.of("training.learning-rate");
        RunResumption.Differences differences = records.runFile()
                .map(begun -> RunResumption.differences(run, new RunFolder(other), begun, more, audience::note))
                .orElse(RunResumption.Differences.NONE);
        List<RunLock> locks = new ArrayList<>();
        try {
            Source source = new Source(Optional.of(checkpoint), records, new RunFolder(other).metrics(), true);
            return goOn(source, differences, changedPlugins, () -> {
                folder.create();
                locks.add(RunLock.take(folder));
            });
        } finally {
            locks.forEach(RunLock::close);
        }
    }

    /**
     * The source of a resumed run.
     *
     * @param checkpoint the checkpoint; empty: from the beginning
     * @param records    what was written down
     * @param metrics    the record so far
     * @param branch     whether the run goes on in another folder
     */
    private record Source(Optional<Checkpoint> checkpoint, RunRecords records, Path metrics, boolean branch) {
    }

    private TrainOutcome goOn(Source source, RunResumption.Differences differences, boolean changedPlugins, Runnable ready) {
        Optional<Checkpoint> checkpoint = source.checkpoint();
        RunRecords records = source.records();
        RunFile whole = checkpoint.map(kept -> KeptTokenizer.ofRun(run, kept.folder(), audience::note)).orElse(run);
        Optional<RunState> saved = checkpoint.map(Checkpoint::run)
                .map(state -> differences.otherSchedule() ? state.growing(Map.of()) : state);
        try (PreparedRun prepared = prepare(whole, saved)) {
            if (differences.otherSchedule()) {
                requireStart(prepared, checkpoint.orElseThrow());
            }
            boolean startNeeded = checkpoint.isEmpty() || differences.moved().contains("model.start");
            Map<String, String> facts = facts(prepared, startNeeded ? StartingModel.facts(run.model().start())
                    : records.provenance().map(Provenance::data).map(StartingModel::factsAmong).orElseGet(Map::of));
            requireSameData(facts, records, differences.moved());
            boolean over = checkpoint.filter(c -> c.run().grown()).isPresent();
            records.provenance().ifPresent(file -> SamePlugins.require(file.toString(), Provenance.plugins(file),
                    prepared.plugins().origins(), plugin -> changedPlugins || over && SamePlugins.growsOnly(plugin))
                    .forEach(audience::note));
            checkEngine(prepared, source);
            EngineOptions options = RunOpening.options(prepared, checkpoint.map(Checkpoint::run));
            DurationChange length = new DurationChange(prepared, audience::note);
            Optional<RunState> state = saved.map(was -> differences.otherSchedule() ? was.growing(prepared.schedule().save()) : was);
            RunPoint point = state.map(was -> new RunPoint(length.applied(differences.comparable(was, audience::note)),
                    checkpoint.orElseThrow().training(run.parallel().local().isPresent()), true, !source.branch()))
                    .orElseGet(() -> RunPoint.start(prepared, options, true));
            if (source.branch()) {
                facts.put(StartingModel.BRANCH, checkpoint.orElseThrow().folder() + ", step " + point.state().progress().step());
            }
            ready.run();
            try (MetricsFile metrics = MetricsFile.resume(source.metrics(), folder.metrics(), point.state().progress(), audience::note)) {
                return train(prepared, options, point, metrics, new Past(records.provenance(), differences.changes(), facts,
                        records.runFile().map(begun -> AbsentGroups.resolved(run, begun)).orElse(run.resolved()),
                        checkpoint.map(Checkpoint::folder)));
            }
        }
    }

    /** A run may go on with another engine; a branch may not, and what has not trained yet has nothing to compare with. */
    private void checkEngine(PreparedRun prepared, Source source) {
        if (source.checkpoint().isEmpty() || source.records().provenance().isEmpty()) {
            return;
        }
        EngineFacts now = EngineFacts.of(prepared.computing());
        EngineFacts before = new EngineFacts(Provenance.engine(source.records().provenance().get()));
        if (source.branch()) {
            now.requireBranch(before, run.file().toString());
        }
        now.changed(before).ifPresent(audience::note);
    }

    /** Another growth schedule must begin with the model that there is. */
    private static void requireStart(PreparedRun prepared, Checkpoint checkpoint) {
        ModelShape there = ModelFolder.shape(checkpoint.folder());
        ModelShape wanted = prepared.schedule().start();
        View seen = checkpoint.run().stage().view();
        if (!there.equals(wanted) || !seen.equals(prepared.schedule().startView())) {
            throw new GrowthException(Kind.CONFIGURATION, checkpoint.folder() + ": has the model " + there + ", but the growth schedule "
                    + "begins with " + wanted + (there.equals(wanted) ? " seen otherwise" : "")
                    + "; branch from a run that begins with the same model").at(prepared.run().file().toString());
        }
    }

    private static Map<String, String> facts(PreparedRun prepared, Map<String, String> start) {
        Map<String, String> facts = new LinkedHashMap<>(prepared.data().facts());
        facts.putAll(start);
        return facts;
    }

    private void requireSameData(Map<String, String> now, RunRecords records, Set<String> moved) {
        records.provenance().ifPresent(file -> {
            Map<String, String> before = RunData.kept(Provenance.data(file), run);
            SameData.requireHashes(run, folder, moved, before, now);
            SameData.require(file.toString(), before, now);
        });
        Map<String, String> ofData = new LinkedHashMap<>(now);
        ofData.keySet().removeAll(StartingModel.factsAmong(now).keySet());
        if (!SameData.hashed(ofData)) {
            audience.note("data '" + run.data().name() + "' give no hashes, so whether they are those the run began with is not known");
        }
    }

    private PreparedRun prepare(RunFile whole, Optional<RunState> from) {
        return new RunOpening(catalogue, folder.cache(), audience::note).open(whole, from);
    }

    private CheckpointStore store() {
        return new CheckpointStore(folder.checkpoints(), run.checkpoint().keep());
    }

    private boolean finished(Checkpoint checkpoint) {
        Progress progress = checkpoint.run().progress();
        boolean ended = progress.reached(run.training().duration()) || endedEarly(checkpoint.run());
        return ended && checkpoint.run().evaluatedAt() == progress.step();
    }

    private boolean endedEarly(RunState state) {
        return new Patience(run.evaluate().patience()).exhausted(state.validation(), state.grown());
    }

    private TrainOutcome alreadyFinished(Checkpoint checkpoint) {
        Progress progress = checkpoint.run().progress();
        ValidationRecord validation = checkpoint.run().validation();
        Optional<Path> best = new RunSaver(store(), run.checkpoint(), System::nanoTime).best(validation);
        Optional<Patience> exhausted = Optional.of(new Patience(run.evaluate().patience())).filter(p -> endedEarly(checkpoint.run()));
        audience.note(folder.path() + ": the run is finished (step " + progress.step() + "); to train longer, raise "
                + (exhausted.isPresent() ? "evaluate.patience" : "training.duration"));
        ranks.begin(RunBeginning.over(run, folder.path().toAbsolutePath(), checkpoint.folder().toAbsolutePath(), checkpoint.run()));
        audience.on(new RunStarted(run.name(), folder.path(), true, progress));
        audience.on(new RunEnded(progress, RunEnded.Outcome.FINISHED, EndRemarks.validation(validation, best, exhausted)));
        return new TrainOutcome(folder.path(), RunEnded.Outcome.FINISHED, progress, Optional.of(checkpoint.folder()), best,
                EndRemarks.shortfall(run.model(), ModelFolder.shape(checkpoint.folder())));
    }

    private TrainOutcome train(PreparedRun prepared, EngineOptions options, RunPoint point, MetricsFile metrics,
            Past past) {
        String provenance = provenance(prepared, point.state().progress().step(), past);
        folder.write(folder.runFile(), past.resolved());
        folder.write(folder.provenance(), provenance);
        CheckpointStore store = store().with(Map.of(folder.runFile().getFileName().toString(), past.resolved(),
                folder.provenance().getFileName().toString(), provenance), RunExtras.of(prepared, past.checkpoint()));
        audience.outline(prepared, options);
        prepared.warnings().forEach(audience::warn);
        // First the run's own record, whose failure is the run's.
        TrainingListener events = event -> {
            metrics.on(event);
            audience.on(event);
        };
        Optional<Trunk> kept = trunk.map(RunFolder::new).map(t -> new Trunk(t, store.in(t.checkpoints()), folder.metrics()));
        RunSaver saver = new RunSaver(store, run.checkpoint(), System::nanoTime);
        ranks.begin(RunBeginning.of(prepared, folder.path().toAbsolutePath(), past.checkpoint().map(Path::toAbsolutePath), point.state()));
        TrainingLoop loop = new TrainingLoop(prepared.with(ranks.schedule(prepared.schedule())), options, events, saver, kept, ranks,
                audience::note);
        RunEnded.Outcome outcome = loop.train(point, folder.path());
        return new TrainOutcome(folder.path(), outcome, loop.progress(), loop.saved(), loop.best(),
                outcome == RunEnded.Outcome.FINISHED ? loop.shortfall() : Optional.empty());
    }

    private String provenance(PreparedRun prepared, long step, Past past) {
        Provenance.Start start = new Provenance.Start(Instant.now().toString(), step, Machine.facts(prepared.computing().surroundings()),
                EngineFacts.of(prepared.computing()).facts(), prepared.plugins().origins(), bundles, past.changes());
        return new Provenance(run.seed(), past.facts()).with(past.provenance(), start);
    }
}
