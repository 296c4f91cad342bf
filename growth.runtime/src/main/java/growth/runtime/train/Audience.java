package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.engine.EngineOptions;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingListener;
import growth.runtime.plan.StageCosts;
import growth.runtime.prepare.PreparedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a run. A listener that throws is dropped, because it must not end a training. For one thread. */
public final class Audience implements TrainingListener {
    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);
    private final List<TrainingListener> listeners;

    /** @param listeners who is told */
    public Audience(List<TrainingListener> listeners) {
        this.listeners = new ArrayList<>(listeners);
    }

    @Override
    public void on(TrainingEvent event) {
        each(TrainingListener.class, listener -> listener.on(event));
    }

    /** Passes on a line. */
    public void note(String line) {
        LOG.info("{}", line);
        each(RunListener.class, listener -> listener.note(line));
    }

    /** Passes on a warning. */
    void warn(String line) {
        note("warning: " + line);
    }

    /** Passes on the outline of the run. The machine's peak is measured only if a listener wants it. */
    void outline(PreparedRun run, EngineOptions options) {
        if (listeners.stream().anyMatch(RunListener.class::isInstance)) {
            AtomicBoolean wanted = new AtomicBoolean();
            each(RunListener.class, listener -> wanted.compareAndSet(false, listener.wantsPeak()));
            double own = wanted.get() ? run.computing().peak(options.workers()).flops() : Double.NaN;
            double peak = own * run.run().parallel().ranks();
            RunOutline outline = new RunOutline(run.run(), run.target(), StageCosts.of(run, Double.NaN), run.scale().tokensPerStep(), peak);
            each(RunListener.class, listener -> listener.outlined(outline));
        }
    }

    private <T> void each(Class<T> type, Consumer<T> told) {
        listeners.removeIf(listener -> type.isInstance(listener) && fails(type.cast(listener), told));
    }

    private static <T> boolean fails(T listener, Consumer<T> told) {
        try {
            told.accept(listener);
            return false;
        } catch (GrowthException e) {
            LOG.warn("{}; it receives no more events of this run", e.getMessage());
            return true;
        } catch (RuntimeException | Error e) {
            LOG.warn("listener {} failed and receives no more events of this run", listener.getClass().getName(), e);
            return true;
        }
    }
}
