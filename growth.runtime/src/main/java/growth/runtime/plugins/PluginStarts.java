package growth.runtime.plugins;

import growth.runtime.plugins.guard.Plugin;
import growth.runtime.plugins.guard.PluginCalls;
import growth.runtime.plugins.guard.PluginFailure;
import growth.runtime.plugins.guard.PluginGuard;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;

/**
 * Starts and stops bundles of plug-ins, each on a thread of its own and in limited time: an activator may block, and so may the constructor
 * of a component that nobody has asked for. Used by one thread.
 */
final class PluginStarts {
    private final PluginGuard guard;
    private final Map<Bundle, Lost> lost = new HashMap<>();
    private final Set<Thread> starting = ConcurrentHashMap.newKeySet();

    PluginStarts(PluginGuard guard) {
        this.guard = guard;
    }

    /** A start or stop that was given up and is still under way, and why. */
    private record Lost(PluginCalls calls, String reason) {
    }

    /**
     * Starts a bundle. Returns what {@code start} returns, or that the bundle has not come back.
     *
     * @param start starts the bundle; returns why it did not start, or an empty text
     */
    String start(Bundle bundle, Supplier<String> start) {
        return bundle.getState() == Bundle.ACTIVE ? "" : call("start", bundle, start);
    }

    /**
     * Stops a bundle. Returns what {@code stop} returns, or that the bundle has not come back.
     *
     * @param stop stops the bundle; returns why that failed, or an empty text
     */
    String stop(Bundle bundle, Supplier<String> stop) {
        return call("stop", bundle, stop);
    }

    private String call(String call, Bundle bundle, Supplier<String> action) {
        if (stuck(bundle)) {
            return lost.get(bundle).reason();
        }
        lost.remove(bundle);
        Plugin plugin = new Plugin("the plug-in", bundle.getSymbolicName() + " " + bundle.getVersion(), () -> "", true);
        PluginCalls calls = guard.calls(plugin);
        try {
            return calls.ask(call, () -> onThisThread(action));
        } catch (PluginFailure e) {
            String reason = "it " + e.what();
            lost.put(bundle, new Lost(calls, reason));
            return reason;
        } finally {
            calls.close();
        }
    }

    private String onThisThread(Supplier<String> start) {
        starting.add(Thread.currentThread());
        try {
            return start.get();
        } finally {
            starting.remove(Thread.currentThread());
        }
    }

    /** Returns whether a plug-in is being started or stopped on that thread. */
    boolean on(Thread thread) {
        return starting.contains(thread);
    }

    /** Returns whether the bundle's start or stop was given up and is still under way, so that nothing else can be done with it. */
    boolean stuck(Bundle bundle) {
        return lost.containsKey(bundle) && !lost.get(bundle).calls().over();
    }

    /** Returns whether something that was given up has come back meanwhile. */
    boolean someCameBack() {
        return lost.values().stream().anyMatch(one -> one.calls().over());
    }
}
