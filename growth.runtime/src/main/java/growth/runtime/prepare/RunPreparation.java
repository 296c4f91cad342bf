package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.model.ModelShape;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.runtime.checkpoint.RunState;
import growth.runtime.engine.PlacedEngine;
import growth.runtime.plan.RunWarnings;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginKind;
import growth.runtime.run.GrowthSettings;
import growth.runtime.run.RunFile;
import growth.runtime.run.TimeScale;
import growth.runtime.run.TrainingSettings;
import growth.runtime.suite.SuiteTokens;
import growth.runtime.train.rate.RateSchedule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens and checks everything a run names. */
public final class RunPreparation {
    private final Catalogue catalogue;

    /** @param catalogue where plug-ins are found */
    public RunPreparation(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Returns the run, ready for its first step; to be closed by the caller.
     *
     * @param run   the run
     * @param cache folder for tokenised data; runs beside each other share it
     * @param log   takes lines about slow work
     * @throws GrowthException whatever would stop the run before or at a growth, in one line with its place
     */
    public PreparedRun prepare(RunFile run, Path cache, Consumer<String> log) {
        return prepare(run, cache, log, Optional.empty());
    }

    /**
     * As {@link #prepare(RunFile, Path, Consumer)}.
     *
     * @param from what the run goes on from: what it has behind it, such as the model it started from and growths, needs not be there
     */
    public PreparedRun prepare(RunFile run, Path cache, Consumer<String> log, Optional<RunState> from) {
        OpenThings held = new OpenThings();
        try {
            return prepare(run, cache, log, held, new RemainingGrowth(run, from, log));
        } catch (RuntimeException | Error e) {
            try {
                held.close();
            } catch (RuntimeException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private PreparedRun prepare(RunFile run, Path cache, Consumer<String> log, OpenThings held, RemainingGrowth remaining) {
        TrainingSettings training = run.training();
        String file = run.file().toString();
        PinnedPlugins plugins = held.add(new PinnedPlugins(catalogue));

        PlacedEngine computing = plugins.engine(run.engine());
        computing.engine().warmUp();
        DataSource source = GrowthException.placed(run.data().place(), () -> plugins.data(run.data().name()));
        run.growth().ifPresent(growth -> takeWhatIsThere(growth, plugins));
        RunSuites.require(run, plugins);
        DataRequest request = new DataRequest(run.data().options(), run.base(), cache,
                new DataRequest.Model(run.model().family(), run.model().context(), run.model().image().orElse(0), 0),
                SeedPurpose.DATA.seed(run.seed()), log);
        Dataset dataset = held.add(source.open(request));
        DataChecks.fitting(run, dataset);

        ModelShape target = run.model().shape(dataset.vocabulary(), dataset.labels());
        long tokensPerStep = (long) training.batch() * (target.image().isPresent() ? 1 : target.context());
        DataChecks.enough(run, dataset, tokensPerStep);
        RunData data = new RunData(dataset, new ValidationSets(run, source, request).open(held, dataset));
        TimeScale scale = GrowthException.placed(file, () -> new TimeScale(training.duration(), tokensPerStep, dataset.tokensPerEpoch()));
        TrainingTime rewarm = run.growth().map(growth -> growth.policies().rewarm()).orElse(TrainingTime.share(0));
        RateSchedule rate = GrowthException.placed(file,
                () -> RateSchedule.of(training.learningRate(), training.optimizer().lr(), rewarm, scale));

        RunningSchedule schedule = remaining.asksSchedule(plugins)
                ? begin(run, run.growth().get(), target, scale, plugins) : new FixedSchedule(target);
        DataChecks.views(run, dataset, schedule);
        List<SuiteTokens> suites = RunSuites.of(run, target, dataset, plugins);
        if (remaining.fromTheBeginning()) {
            StartCheck.check(run.model(), schedule.start(), dataset);
            StartOptimizer.check(run);
            TrainableCheck.parts(run, schedule.start());
        }
        RunOperators operators = new RunOperators(plugins, run);
        boolean whole = remaining.check(schedule, target, new StageChecks(run, computing.engine(), operators), operators, plugins, scale);
        PreparedRun prepared = new PreparedRun(run, data, computing, target, schedule, new PreparedRun.Pace(scale, rate), suites, operators,
                List.of(), held);
        return whole ? prepared.with(RunWarnings.of(prepared)) : prepared;
    }

    /**
     * Takes schedule and operator before the data are opened, which may take long: their options have been read with the cards that are
     * there now. One that is missing is missed when it is needed.
     */
    private static void takeWhatIsThere(GrowthSettings growth, PinnedPlugins plugins) {
        GrowthException.placed(growth.schedule().place(), () -> plugins.installed(PluginKind.SCHEDULE, growth.schedule().name()));
        GrowthException.placed(growth.operator().place(), () -> plugins.installed(PluginKind.OPERATOR, growth.operator().name()));
    }

    private RunningSchedule begin(RunFile run, GrowthSettings growth, ModelShape target, TimeScale scale, PinnedPlugins plugins) {
        String name = growth.schedule().name();
        GrowthSchedule schedule = GrowthException.placed(growth.schedule().place(), () -> plugins.schedule(name));
        ScheduleRequest request = new ScheduleRequest(target, run.training().duration(), scale.tokensPerStep(), scale.tokensPerEpoch(),
                growth.schedule().options(), SeedPurpose.SCHEDULE.seed(run.seed()));
        return GrowthException.placed(growth.schedule().place(), () -> schedule.begin(request));
    }
}
