package growth.runtime.prepare;

import growth.api.data.Dataset;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.model.ModelShape;
import growth.api.schedule.RunningSchedule;
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
 * @param engine    what computes
 * @param target    the target shape, with the data's vocabulary
 * @param schedule  when it grows; for a run from scratch one that never does
 * @param pace      its times and learning rates
 * @param suites    the suites that it is scored on, as tokens of the target
 * @param operators its operators
 * @param warnings  what its author should know before it costs anything, one line each ({@link RunWarnings})
 * @param held      what is closed with it
 */
public record PreparedRun(RunFile run, RunData data, Engine engine, ModelShape target, RunningSchedule schedule, Pace pace,
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
        return new PreparedRun(run, data, engine, target, schedule, pace, suites, operators, told, held);
    }

    /** Returns what it trains on and validates with. */
    public Dataset dataset() {
        return data.dataset();
    }

    /** Returns the plug-ins that it uses, from its start to its end. */
    public PinnedPlugins plugins() {
        return operators.plugins();
    }

    /** Returns how a session of this run computes: its workers, the rows of one accumulated part, its seed, averages and recomputation. */
    public EngineOptions engineOptions() {
        return engineOptions(run);
    }

    static EngineOptions engineOptions(RunFile run) {
        TrainingSettings training = run.training();
        return new EngineOptions(training.computation().workers(), training.batch() / training.accumulation(),
                SeedPurpose.ENGINE.seed(run.seed()),
                training.averagesByName(), training.computation().recompute());
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
