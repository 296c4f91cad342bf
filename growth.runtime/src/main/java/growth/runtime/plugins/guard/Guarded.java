package growth.runtime.plugins.guard;

import growth.api.data.DataSource;
import growth.api.engine.Engine;
import growth.api.operator.GrowthOperator;
import growth.api.schedule.GrowthSchedule;
import growth.api.suite.EvaluationSuite;
import growth.api.training.TrainingListener;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Plug-ins of the folder behind the guard: the same contracts, reached through {@link PluginCalls} alone. What belongs to the installation
 * is handed out as it is: its failures are defects of the framework.
 */
public final class Guarded {
    private Guarded() {
    }

    /** Returns the operator, guarded. */
    public static GrowthOperator operator(GrowthOperator operator, PluginCalls calls) {
        return calls.plugin().foreign() ? GuardedOperator.of(operator, calls) : operator;
    }

    /** Returns the schedule, guarded, and with it the runs it begins. */
    public static GrowthSchedule schedule(GrowthSchedule schedule, PluginCalls calls) {
        return calls.plugin().foreign() ? new GuardedSchedule(schedule, calls) : schedule;
    }

    /** Returns the source, guarded, and with it the data it opens. */
    public static DataSource source(DataSource source, PluginCalls calls) {
        return calls.plugin().foreign() ? new GuardedSource(source, calls) : source;
    }

    /** Returns the engine, guarded, and with it its sessions. */
    public static Engine engine(Engine engine, PluginCalls calls) {
        return calls.plugin().foreign() ? new GuardedEngine(engine, calls) : engine;
    }

    /** Returns the suite, guarded. */
    public static EvaluationSuite suite(EvaluationSuite suite, PluginCalls calls) {
        return calls.plugin().foreign() ? new GuardedSuite(suite, calls) : suite;
    }

    /** Returns the listener, guarded. */
    public static TrainingListener listener(TrainingListener listener, PluginCalls calls) {
        return calls.plugin().foreign() ? new GuardedListener(listener, calls) : listener;
    }

    /** Returns the iterator, guarded. */
    public static DataSetIterator iterator(DataSetIterator iterator, PluginCalls calls) {
        return calls.plugin().foreign() ? new GuardedIterator(iterator, calls) : iterator;
    }

    /**
     * Returns whether an operator comes from the folder of plug-ins.
     *
     * @param operator an operator, guarded or not
     */
    public static boolean foreign(GrowthOperator operator) {
        return operator instanceof GuardedOperator;
    }

    /** Returns the same operator, whose work has no more time than quick calls have if it comes from the folder of plug-ins. */
    public static GrowthOperator hurried(GrowthOperator operator) {
        return operator instanceof GuardedOperator guarded ? guarded.hurried() : operator;
    }
}
