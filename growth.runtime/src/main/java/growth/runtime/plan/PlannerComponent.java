package growth.runtime.plan;

import growth.api.Amounts;
import growth.api.GrowthException;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.api.operator.OperatorCard;
import growth.runtime.engine.PlacedEngine;
import growth.runtime.folder.RunFolder;
import growth.runtime.plugins.Catalogue;
import growth.runtime.prepare.LeasedOperator;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.RunPreparation;
import growth.runtime.prepare.StartOptimizer;
import growth.runtime.run.DataUnit;
import growth.runtime.run.RunFile;
import growth.runtime.run.TrainablePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Plans a run by preparing it as the trainer does. */
@Component
public final class PlannerComponent implements Planner {
    private final Catalogue catalogue;
    private final Function<RunFile, RunFolder> folders;

    /** @param catalogue where plug-ins are found */
    @Activate
    public PlannerComponent(@Reference Catalogue catalogue) {
        this(catalogue, run -> RunFolder.of(run.name(), run.seed()));
    }

    /** @param folders a run → the folder it gets when nobody chooses one */
    public PlannerComponent(Catalogue catalogue, Function<RunFile, RunFolder> folders) {
        this.catalogue = catalogue;
        this.folders = folders;
    }

    @Override
    public Plan plan(RunFile run, Consumer<String> log) {
        RunFolder folder = folders.apply(run);
        try (PlanCache cache = PlanCache.over(folder.cache())) {
            return plan(run, cache, log, unusable(folder));
        }
    }

    @Override
    public Plan plan(RunFile run, PlanCache cache, Consumer<String> log) {
        return plan(run, cache, log, Optional.empty());
    }

    private Plan plan(RunFile run, PlanCache cache, Consumer<String> log, Optional<String> note) {
        try (PreparedRun prepared = new RunPreparation(catalogue).prepare(run, cache.path(), log)) {
            return plan(prepared, cache, note);
        }
    }

    private static Plan plan(PreparedRun run, PlanCache cache, Optional<String> note) {
        List<String> notes = new ArrayList<>();
        EngineOptions options = run.engineOptions();
        Engine.Peak peak = cache.peak(run.computing(), options.workers());
        List<Plan.Stage> stages = StageCosts.known(run, peak.trainingFlops());
        boolean complete = run.schedule().plan().isPresent();
        if (!complete) {
            notes.add("the schedule decides during training: " + (stages.size() > 1 ? "when the model grows is not known"
                    : "only its first model is known"));
        }
        int begin = run.schedule().plan().map(planned -> StageReach.begin(run, planned)).orElse(Integer.MAX_VALUE);
        PlannedGrowth.of(run).stream().filter(growth -> growth.stage() <= begin && growth.plan().batches() > 0)
                .forEach(growth -> notes.add(own(run, growth)));
        notes.add(data(run, stages));
        notes.add(speed(run.computing(), peak));
        StartOptimizer.words(run.run()).ifPresent(notes::add);
        notes.add(SavingWords.of(run.run(), stages));
        note.ifPresent(notes::add);
        return new Plan(stages, complete, operator(run), stages.stream().mapToDouble(Plan.Stage::flops).sum(),
                MemoryCheck.estimate(run, stages), stages.stream().mapToDouble(Plan.Stage::seconds).sum(),
                notes, run.warnings(), MemoryCheck.of(run).refusal(), ParallelPlan.of(run, stages, peak));
    }

    private static String speed(PlacedEngine engine, Engine.Peak peak) {
        Placement placement = engine.placement();
        return String.format(Locale.ROOT, "times assume %.0f%% of %s measured %.0f GFLOP/s%s", peak.trainingShare() * 100,
                placement.device().host() ? "this machine's" : placement.device() + "'s", peak.flops() / 1e9,
                placement.precision() == Precision.F32 ? "" : " in " + placement.precision());
    }

    /** Only a note: which folder a run gets is said when it is trained. */
    private static Optional<String> unusable(RunFolder folder) {
        try {
            folder.requireNew();
            return Optional.empty();
        } catch (GrowthException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static String own(PreparedRun run, PlannedGrowth growth) {
        return growth.name() + " trains itself on " + Amounts.count(growth.tokens(run)) + " " + DataUnit.of(run.target().family()).words()
                + " when it makes stage " + growth.stage() + ", which are counted there";
    }

    private static String data(PreparedRun run, List<Plan.Stage> stages) {
        double tokens = stages.stream().mapToDouble(Plan.Stage::tokens).sum();
        String data = String.format(Locale.ROOT, "the training data have %,d %s", run.scale().tokensPerEpoch(),
                DataUnit.of(run.target().family()).words());
        double passes = tokens / run.scale().tokensPerEpoch();
        return Double.isNaN(passes) ? data : data + String.format(Locale.ROOT, ", the run passes over them %.2f times", passes);
    }

    private static Optional<String> operator(PreparedRun run) {
        if (run.run().growth().isEmpty()) {
            return Optional.empty();
        }
        LeasedOperator operator = run.operators().lease(Optional.empty());
        OperatorCard card = operator.operator().card();
        return Optional.of(card.card().name() + " (optimizer state " + operator.optimizerState().id() + ", learning rate "
                + operator.learningRate().id() + (run.run().trains() == TrainablePolicy.ALL ? "" : ", trains " + run.run().trains().id())
                + ")");
    }
}
