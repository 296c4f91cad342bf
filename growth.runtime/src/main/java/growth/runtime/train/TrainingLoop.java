package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Tokenizer;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.View;
import growth.api.training.EndFacts;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.RanksExchanged;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.api.training.TrainingListener;
import growth.parallel.session.LocalStepsSession;
import growth.runtime.checkpoint.RunState;
import growth.runtime.checkpoint.TrainingState;
import growth.runtime.checkpoint.ValidationRecord;
import growth.runtime.evaluation.BatchCost;
import growth.runtime.plugins.guard.PluginFailure;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.run.TrainingSettings;
import growth.runtime.train.ranks.Ranks;
import growth.runtime.train.rate.Moment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The loop of {@link growth.api.training.TrainingEvent}, in its order. For one thread. */
final class TrainingLoop {
    private final PreparedRun run;
    private final EngineOptions options;
    private final TrainingListener events;
    private final Ranks ranks;
    private final Saver saver;
    private final Optional<Trunk> trunk;
    private final TrainingClock clock;
    private final HeldOutSets heldOut;
    private final SuiteStep suites;
    private final Consumer<String> notes;
    private final EndMeasurement end;
    private final StageChange stageChange;
    private final ProgressCount count;
    private final Recurrence evaluation;
    private final Recurrence checkpoint;
    private final Patience patience;
    private final Optional<Tokenizer> tokenizer;

    private Standing standing;
    private Optional<LocalStepsSession> local = Optional.empty();
    /** Where the training data stood when {@link #standing} was reached: what was drawn since belongs to a step that was not made. */
    private Cursor cursor;
    /** The last state that the schedule saved, in case it can no longer be asked. */
    private Map<String, String> scheduleState;
    private long evaluatedAt;
    private ValidationRecord validation;
    private boolean grown;
    private Path folder;

    /**
     * @param run     opened and checked
     * @param options how sessions compute
     * @param events  hears what happens
     * @param saver   takes checkpoints
     * @param trunk   takes the run as it stands before its first growth
     * @param ranks   the processes that train it together, or this one alone
     * @param notes   hears what plug-ins say
     */
    TrainingLoop(PreparedRun run, EngineOptions options, TrainingListener events, Saver saver, Optional<Trunk> trunk, Ranks ranks,
            Consumer<String> notes) {
        this.run = run;
        this.options = options;
        this.events = events;
        this.saver = saver;
        this.trunk = trunk;
        this.ranks = ranks;
        clock = new TrainingClock(System::nanoTime, ranks::seconds);
        heldOut = HeldOutSets.of(run, options, System::nanoTime);
        suites = new SuiteStep(run, options, events);
        count = new ProgressCount(run.run().training().duration(), run.scale().tokensPerEpoch());
        this.notes = notes;
        GrowthStep growth = new GrowthStep(run, options, heldOut.own(), notes, clock);
        end = new EndMeasurement(run, heldOut.own(), growth);
        stageChange = new StageChange(run, growth, new SearchStep(run, options, clock, notes), count, events,
                new StageChange.Keeper(this::keepsTrunk, this::keepTrunk, this::saveUnsaved, () -> together(true)));
        evaluation = new Recurrence(run.run().evaluate().every());
        checkpoint = new Recurrence(run.run().checkpoint().every());
        patience = new Patience(run.run().evaluate().patience());
        tokenizer = run.dataset().tokenizer();
    }

    /**
     * Trains from that point on.
     *
     * @param folder the run's folder, for events and advice
     * @return how it ended: FINISHED or STOPPED
     * @throws GrowthException in one line; what was saved before is kept
     */
    RunEnded.Outcome train(RunPoint from, Path folder) {
        RunState state = from.state();
        this.folder = folder;
        evaluatedAt = state.evaluatedAt();
        validation = saver.misses(state.validation()) ? state.validation().withoutLowest() : state.validation();
        saver.begin(state, from.saved());
        cursor = state.cursor();
        scheduleState = state.schedule();
        run.dataset().seek(cursor);
        run.schedule().restore(scheduleState);
        try (EngineSession session = ranks.session(run.engine().open(from.model(), options), from.training().outerMomentum())) {
            local = LocalStepsSession.of(session);
            TrainedModel model = new TrainedModel(session, from.model().shape(), state.stage());
            from.model().close();
            ranks.requireSame(session);
            standing = new Standing(model, count.counted(state.progress()), state.rate());
            grown = state.grown() || GrowthEnd.reached(run, model, progress().stage());
            events.on(new RunStarted(run.run().name(), folder, from.resumed(), progress()));
            RunEnded.Outcome outcome = loop();
            Optional<EndFacts> facts = facts(outcome);
            tellExchanged();
            events.on(new RunEnded(progress(), outcome, remarks(outcome, facts), facts));
            return outcome;
        }
    }

    /** Returns how far the run has come. */
    Progress progress() {
        return standing.progress();
    }

    /** Returns the checkpoint of the lowest validation loss, if it is kept. */
    Optional<Path> best() {
        return saver.best(validation);
    }

    private void tellExchanged() {
        ranks.exchanged().ifPresent(traffic -> events.on(new RanksExchanged(progress(), ranks.size(), traffic.collectives(),
                traffic.sent(), traffic.received(), traffic.nanos() / 1e9)));
    }

    /** The run is over and saved: nothing that is measured now may make it fail. */
    private Optional<EndFacts> facts(RunEnded.Outcome outcome) {
        if (outcome != RunEnded.Outcome.FINISHED) {
            return Optional.empty();
        }
        try {
            return Optional.of(end.of(model(), progress(), shortfall()));
        } catch (RuntimeException e) {
            notes.accept("what the run leaves open could not be measured: " + e.getMessage());
            return Optional.empty();
        }
    }

    private List<String> remarks(RunEnded.Outcome outcome, Optional<EndFacts> facts) {
        List<String> remarks = new ArrayList<>();
        if (outcome == RunEnded.Outcome.FINISHED) {
            remarks.addAll(EndRemarks.of(run, model(), progress()));
            facts.map(EndFacts::copies).flatMap(EndRemarks::locked).ifPresent(remarks::add);
        }
        remarks.addAll(EndRemarks.validation(validation, best(), Optional.of(patience).filter(p -> p.exhausted(validation, grown))));
        return remarks;
    }

    /** Returns what is missing, if the run ended before its last stage. */
    Optional<String> shortfall() {
        return grown ? Optional.empty() : EndRemarks.shortfall(run, model(), progress().stage());
    }

    /** Returns the checkpoint saved last by this loop. */
    Optional<Path> saved() {
        return saver.last().folder();
    }

    private RunEnded.Outcome loop() {
        try {
            RunEnded.Outcome outcome = stages();
            ranks.end();
            return outcome;
        } catch (RuntimeException | Error e) {
            rescue(e);
            if (e instanceof PluginFailure failure && failure.stopped() && saver.saved(progress().step())) {
                return RunEnded.Outcome.STOPPED;
            }
            try {
                tellExchanged();
                events.on(new RunEnded(progress(), outcome(e)));
            } catch (RuntimeException | Error unheard) {
                e.addSuppressed(unheard);
            }
            if (e instanceof PluginFailure failure && saver.unsaved(progress().step())) {
                throw failure.saying(failure.getMessage() + "; " + EndRemarks.unsaved(progress().step(), saver.last().step()));
            }
            throw e;
        }
    }

    private static RunEnded.Outcome outcome(Throwable failure) {
        boolean diverged = failure instanceof GrowthException e && e.kind() == Kind.DIVERGED;
        return diverged ? RunEnded.Outcome.DIVERGED : RunEnded.Outcome.FAILED;
    }

    private RunEnded.Outcome stages() {
        events.on(new StageStarted(progress().stage(), model().shape(), model().view(), model().trainable(),
                progress()));
        if (progress().step() == 0 && evaluatedAt < 0 && run.run().model().start().isPresent()) {
            // What the run starts from is worth knowing: only against it a loss shows what training did.
            evaluate();
            suites.atLeastOnce(model(), progress());
            if (bestYet()) {
                save(false);
            }
        }
        if (progress().step() > 0 && saver.last().step() < 0) {
            // A branch: its folder must not depend on that of the run it comes from.
            save(false);
        }
        Progress before = progress();
        boolean together = true;
        while (goesOn()) {
            changeStage();
            // What has become due while ranks were apart waits until they are together.
            before = together ? progress() : before;
            step();
            together = together(!goesOn());
            if (together && afterStep(before)) {
                return RunEnded.Outcome.STOPPED;
            }
        }
        if (evaluatedAt != progress().step()) {
            evaluate();
        }
        suites.atLeastOnce(model(), progress());
        if (!saver.saved(progress().step())) {
            save(false);
        }
        return RunEnded.Outcome.FINISHED;
    }

    /** Does what has become due since then; returns whether the run shall end here, saved. */
    private boolean afterStep(Progress before) {
        boolean evaluated = evaluation.due(before, progress());
        if (evaluated) {
            evaluate();
        }
        suites.afterStep(model(), before, progress(), evaluated);
        // At the end of the run the loop is left anyway, and what comes behind it saves.
        boolean goesOn = goesOn();
        boolean stop = goesOn && ranks.stop();
        boolean due = stop || checkpoint.due(before, progress()) || bestYet();
        if (goesOn && (due || saver.due())) {
            save(!due);
        }
        return stop;
    }

    /**
     * Returns whether all ranks hold the same model.
     *
     * @param now whether ranks that have made steps apart synchronise before it is due
     */
    private boolean together(boolean now) {
        if (now) {
            local.ifPresent(this::synchronise);
        }
        return local.map(LocalStepsSession::synchronised).orElse(true);
    }

    /** Brings the ranks together; returns the loss of their last step. */
    private double synchronise(LocalStepsSession session) {
        LocalStepsSession.Synchronisation made = session.synchronise();
        if (made.diverged() > 0) {
            throw diverged("loss or gradient norm not finite on " + made.diverged() + " of " + ranks.size() + " ranks in the last "
                    + made.steps() + " local steps", progress().step() + 1);
        }
        return made.loss();
    }

    private boolean goesOn() {
        return !count.finished(progress()) && !patience.exhausted(validation, grown);
    }

    /** Returns whether the model as it stands is the best of the run, and is to be kept as such. */
    private boolean bestYet() {
        return run.run().checkpoint().keepBest() && validation.step() == progress().step();
    }

    private void changeStage() {
        Standing next = stageChange.apply(standing);
        if (next != standing) {
            ranks.requireSame(next.model().session());
            standing = next;
            cursor = run.dataset().cursor();
            scheduleState = run.schedule().save();
            validation = validation.nextStage();
            grown = GrowthEnd.reached(run, model(), progress().stage());
        }
    }

    /**
     * Saves the model as of the last complete step, so that no failure loses trained work. Not after a divergence,
     * which it may be part of, and not if the session refuses to show it, because the failure fell into the middle of an update. Nor while
     * ranks are apart: what one of them has learned alone is not the run's model.
     */
    private void rescue(Throwable failure) {
        if (outcome(failure) == RunEnded.Outcome.DIVERGED || !saver.unsaved(progress().step()) || !together(false)) {
            return;
        }
        try {
            // A failure behind a growth leaves a model that nobody has counted yet.
            if (model().session().shape().equals(model().shape())) {
                rescue();
            }
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    /** Even without the tokenizer, which a data source of a plug-in may not be able to write any more. */
    private void rescue() {
        try {
            save(scheduleState, tokenizer, false);
        } catch (RuntimeException | Error e) {
            if (tokenizer.isEmpty()) {
                throw e;
            }
            save(scheduleState, Optional.empty(), false);
        }
    }

    private void saveUnsaved() {
        if (saver.unsaved(progress().step())) {
            save(false);
        }
    }

    private boolean keepsTrunk() {
        return trunk.isPresent() && progress().step() > 0 && progress().stage() == 0;
    }

    private void keepTrunk(Map<String, String> schedule) {
        trunk.orElseThrow().keep(TrainingState.of(model().session()), state(schedule), tokenizer);
    }

    private void step() {
        TrainingSettings training = run.run().training();
        long begin = clock.now();
        openGates();
        View view = model().next(run.run().seed(), progress().step());
        List<Batch> batches = Stream.generate(() -> run.dataset().next(options.rows(), view))
                .limit(run.run().parts()).toList();
        Progress expected = expected(batches, view);
        double learningRate = run.rate().at(Moment.of(progress()), Moment.of(expected), standing.rate());
        StepResult result = model().session().train(batches, new TrainOptions(learningRate, model().trainable(),
                training.optimizer().settings(), view, training.regularization().settings(), progress().step()));
        result = local.isPresent() ? whole(local.get(), result, expected.flops() - progress().flops()) : result;
        double seconds = clock.since(begin);
        if (!result.updated()) {
            throw diverged("loss " + result.loss() + ", gradient norm " + result.gradientNorm(), progress().step() + 1);
        }
        long tokens = batches.stream().mapToLong(Batch::tokens).sum();
        standing = standing.with(count.afterStep(progress(), result, tokens, seconds));
        cursor = run.dataset().cursor();
        events.on(new StepCompleted(progress(), learningRate, result.gradientNorm(), tokens / seconds, result.flops() / seconds));
    }

    /**
     * Returns the step of all ranks, which synchronise if it is time. In between a rank knows its own loss alone, and one that is not
     * finite is told to all when they synchronise.
     */
    private StepResult whole(LocalStepsSession session, StepResult own, double flops) {
        double loss = own.updated() ? own.loss() : progress().loss();
        return new StepResult(session.due() ? synchronise(session) : loss, own.gradientNorm(), flops, true);
    }

    private Progress expected(List<Batch> batches, View view) {
        long tokens = batches.stream().mapToLong(Batch::tokens).sum();
        double flops = batches.stream().mapToDouble(b -> BatchCost.training(b, model().shape(), view, model().trainable())).sum();
        return count.expected(progress(), tokens, flops);
    }

    private void openGates() {
        if (!model().ramps().open().isEmpty()) {
            model().session().gates(model().ramps().at(progress()));
            standing = standing.with(model().withRamps(model().ramps().unfinished(progress())));
        }
    }

    private void evaluate() {
        HeldOutSets.Measured measured = heldOut.evaluate(model().session(), model().view());
        double loss = measured.score().loss();
        if (!Double.isFinite(loss)) {
            throw diverged("validation loss " + loss, progress().step());
        }
        standing = standing.with(count.afterEvaluation(progress(), loss));
        evaluatedAt = progress().step();
        validation = validation.after(loss, evaluatedAt);
        // How images are sorted is worth a second pass at the end only.
        HeldOutSets.Measured told = goesOn() ? measured : heldOut.sorted(measured, model().session(), model().view());
        events.on(new EvaluationCompleted(progress(), told.score(), told.sets(), told.took(), told.classes()));
    }

    private void save(boolean byTheClock) {
        scheduleState = run.schedule().save();
        save(scheduleState, tokenizer, byTheClock);
    }

    private void save(Map<String, String> schedule, Optional<Tokenizer> texts, boolean byTheClock) {
        long begin = System.nanoTime();
        saver.save(() -> TrainingState.of(model().session()), state(schedule), texts, byTheClock).ifPresent(
                checkpoint -> events.on(new CheckpointSaved(progress(), checkpoint, (System.nanoTime() - begin) / 1e9)));
    }

    private RunState state(Map<String, String> schedule) {
        return new RunState(progress(), evaluatedAt, model().stage(), cursor, schedule, standing.rate(), options.workers(),
                validation, grown, run.scale().duration());
    }

    private GrowthException diverged(String what, long step) {
        Optional<String> lost = DivergedException.lost(progress().step() - saver.last().step(), saver.last().loss(),
                EndRemarks.guessing(model().shape()));
        return new DivergedException(what, step, folder, saver.newest(), lost,
                run.run().training().optimizer().lr());
    }

    private TrainedModel model() {
        return standing.model();
    }
}
