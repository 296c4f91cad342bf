package growth.runtime.guard;

import growth.api.data.DataSource;
import growth.api.engine.Engine;
import growth.api.operator.GrowthOperator;
import growth.api.schedule.GrowthSchedule;
import growth.api.training.TrainingListener;

/** Plug-ins behind the guard: the same contracts, reached through {@link PluginCalls} alone. */
public final class Guarded {
    private Guarded() {
    }

    /** @return the operator, guarded */
    public static GrowthOperator operator(GrowthOperator operator, PluginCalls calls) {
        return GuardedOperator.of(operator, calls);
    }

    /** @return the schedule, guarded, and with it the runs it begins */
    public static GrowthSchedule schedule(GrowthSchedule schedule, PluginCalls calls) {
        return new GuardedSchedule(schedule, calls);
    }

    /** @return the source, guarded, and with it the data it opens */
    public static DataSource source(DataSource source, PluginCalls calls) {
        return new GuardedSource(source, calls);
    }

    /** @return the engine; one of the folder of plug-ins guarded, and with it its sessions */
    public static Engine engine(Engine engine, PluginCalls calls) {
        return calls.plugin().foreign() ? new GuardedEngine(engine, calls.onCallersThread()) : engine;
    }

    /** @return the listener; one of the folder of plug-ins guarded */
    public static TrainingListener listener(TrainingListener listener, PluginCalls calls) {
        return calls.plugin().foreign() ? new GuardedListener(listener, calls) : listener;
    }

    /**
     * @param operator an operator, guarded or not
     * @return whether it comes from the folder of plug-ins
     */
    public static boolean foreign(GrowthOperator operator) {
        return operator instanceof GuardedOperator guarded && guarded.calls().plugin().foreign();
    }
}
