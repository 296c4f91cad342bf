package growth.runtime.prepare;

import growth.api.data.Dataset;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.model.ModelShape;
import growth.api.schedule.RunningSchedule;
import growth.runtime.engine.PlacedEngine;
import growth.runtime.plan.RunWarnings;
import growth.runtime.run.RunFile;
import growth.runtime.run.TimeScale;
import growth.runtime.run.TrainingSettings;
import growth.runtime.suite.SuiteTokens;
import growth.runtime.train.rate.RateSchedule;
import java.util.List;

/**
 * A run whose parts are open and checked, ready for its first step. Its plug-ins are held in place until it is closed.
 *
 * @param run       the run
 * @param data      its data, opened; closed with the run
 * @param computing what computes, and where
 * @param target    the target shape, with the data's vocabulary
 * @param schedule  when it grows; for a run from scratch one that never does
 * @param pace      its times and learning rates
 * @param suites    the suites that it is scored on, as tokens of the target
 * @param operators its operators
 * @param warnings  what its author should know before it costs anything, one line each ({@link RunWarnings})
 * @param held      what is closed with it
 */
public record PreparedRun(RunFile run, RunData data, PlacedEngine computing, ModelShape target, RunningSchedule schedule, Pace pace,
        List<SuiteTokens> suites, RunOperators operators, List<String> warnings, AutoCloseable held)
        implements AutoCloseable {
    public PreparedRun {
        suites = List.copyOf(suites);
        warnings = List.copyOf(warnings);
    }

    /**
     * The pace of a run.
     *
     * @param scale converts its times
     * @param rate  its learning-rate schedule
     */
    record Pace(TimeScale scale, RateSchedule rate) {
    }

    /** Returns what converts its times. */
    public TimeScale scale() {
        return pace.scale;
    }

    /** Returns its learning-rate schedule. */
    public RateSchedule rate() {
        return pace.rate;
    }

    PreparedRun with(List<String> told) {
        return new PreparedRun(run, data, computing, target, schedule, pace, suites, operators, told, held);
    }

    /** Returns the same run with another way to ask for its schedule; one of the two is closed. */
    public PreparedRun with(RunningSchedule asked) {
        return new PreparedRun(run, data, computing, target, asked, pace, suites, operators, warnings, held);
    }

    /** Returns the same run, which is scored on no suites; one of the two is closed. */
    public PreparedRun withoutSuites() {
        return new PreparedRun(run, data, computing, target, schedule, pace, List.of(), operators, warnings, held);
    }

    /** Returns what computes. */
    public Engine engine() {
        return computing.engine();
    }

    /** Returns what it trains on and validates with. */
    public Dataset dataset() {
        return data.dataset();
    }

    /** Returns the plug-ins that it uses, from its start to its end. */
    public PinnedPlugins plugins() {
        return operators.plugins();
    }

    /**
     * Returns how a session of this run computes: its workers, the rows of one accumulated part, its seed, averages, recomputation and
     * placement.
     */
    public EngineOptions engineOptions() {
        TrainingSettings training = run.training();
        return new EngineOptions(training.computation().workers(), training.batch() / run.parts(),
                SeedPurpose.ENGINE.seed(run.seed()),
                training.averagesByName(), training.computation().recompute(), computing.placement());
    }

    @Override
    public void close() {
        try {
            held.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
