package growth.runtime.plugins.guard;

import growth.api.GrowthException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to a plug-in. What it throws, of whatever type, comes out as a {@link GrowthException} that names plug-in, jar and call; its
 * own {@link GrowthException}s come out as they are. A plug-in of the folder is called on a thread of its own and in limited time; one of
 * the installation on the caller's.
 */
public final class PluginCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginCalls.class);
    private final Plugin plugin;
    private final Limits limits;
    private final Lane lane;

    PluginCalls(Plugin plugin, PluginGuard guard) {
        this(plugin, guard.limits(), plugin.foreign() ? new Lane(plugin, guard) : null);
    }

    private PluginCalls(Plugin plugin, Limits limits, Lane lane) {
        this.plugin = plugin;
        this.limits = limits;
        this.lane = lane;
    }

    /** Returns the way to the same plug-in, on the same thread, on which work has no more time than quick calls have. */
    PluginCalls hurried() {
        return new PluginCalls(plugin, limits.hurried(), lane);
    }

    /** Returns who is called. */
    public Plugin plugin() {
        return plugin;
    }

    /**
     * Calls what answers at once, and returns what the plug-in returns, which is something.
     *
     * @param call the method's name
     * @throws GrowthException (FAILING_PLUGIN) if it fails, returns nothing or does not return in time
     */
    public <T> T ask(String call, Supplier<T> action) {
        return something(call, call(call, limits.quick(), action));
    }

    /** As {@link #ask}, for a call that returns nothing. */
    public void tell(String call, Runnable action) {
        call(call, limits.quick(), () -> {
            action.run();
            return null;
        });
    }

    /** As {@link #tell}, for a last call to a plug-in: failures are logged and not thrown. */
    public void letGo(String call, Runnable action) {
        if (lost()) {
            return;
        }
        try {
            tell(call, action);
        } catch (GrowthException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /** As {@link #ask}, for a call that may take its time. */
    public <T> T work(String call, Supplier<T> action) {
        return something(call, call(call, limits.work(), action));
    }

    /** As {@link #ask}, for an engine that looks for its libraries and devices, which may lie on a slow disk. */
    <T> T lookAround(String call, Supplier<T> action) {
        return something(call, call(call, limits.lookAround(), action));
    }

    /** As {@link #ask}, for a call that may return nothing. */
    public <T> T askForAny(String call, Supplier<T> action) {
        return call(call, limits.quick(), action);
    }

    /** Reports a sign of life from the plug-in. */
    void showsLife() {
        if (lane != null) {
            lane.showsLife();
        }
    }

    /** Returns whether a call was given up, so that the plug-in may still be at work with what it was given. */
    boolean lost() {
        return lane != null && lane.lost();
    }

    /** Returns whether a call was given up and has come back since. */
    public boolean over() {
        return lane != null && lane.over();
    }

    /**
     * Returns the error (FAILING_PLUGIN), to be thrown.
     *
     * @param call the method's name
     * @param what what is wrong with what it returned
     */
    GrowthException wrong(String call, String what) {
        return plugin.failure("returned from '" + call + "' " + PlainText.of(what), null);
    }

    private <T> T something(String call, T result) {
        if (result == null) {
            throw wrong(call, "nothing (null)");
        }
        return result;
    }

    private <T> T call(String call, Duration limit, Supplier<T> action) {
        if (lane == null) {
            try {
                return action.get();
            } catch (Throwable thrown) {
                throw failure(call, thrown);
            }
        }
        try {
            return lane.call(call, limit, action);
        } catch (ExecutionException e) {
            throw failure(call, e.getCause());
        }
    }

    private GrowthException failure(String call, Throwable thrown) {
        if (thrown instanceof GrowthException refusal) {
            String words = PlainText.of(refusal.getMessage());
            return words.equals(refusal.getMessage()) ? refusal : refusal.saying(words);
        }
        String message = thrown.getMessage() == null ? "" : ": " + PlainText.of(thrown.getMessage());
        return plugin.failure("failed in '" + call + "': " + thrown.getClass().getName() + message, thrown);
    }

    @Override
    public void close() {
        if (lane != null) {
            lane.close();
        }
    }
}
