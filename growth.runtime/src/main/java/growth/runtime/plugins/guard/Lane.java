package growth.runtime.plugins.guard;

import growth.api.GrowthException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread on which one plug-in is called, so that its caller stays in command: a call that takes too long, or that calls
 * {@code System.exit}, is given up, and so is every later one, as the thread is still inside. All calls run on the same thread, as plug-ins
 * may expect.
 */
final class Lane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long LOOK_MILLIS = 100;

    private final Plugin plugin;
    private final PluginGuard guard;
    private final ThreadPoolExecutor executor;
    private volatile Thread thread;
    private volatile String lostIn;
    private volatile long signOfLife;
    private volatile Watch present;

    Lane(Plugin plugin, PluginGuard guard) {
        this.plugin = plugin;
        this.guard = guard;
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
        guard.watch(this);
    }

    private Thread thread(Runnable work) {
        Thread made = new Thread(work, "growth-plugin " + plugin.name());
        made.setDaemon(true);
        thread = made;
        return made;
    }

    /**
     * @param call  the method's name
     * @param limit how long it may take, counted from its last sign of life
     * @throws ExecutionException with what the plug-in threw
     * @throws GrowthException    (FAILING_PLUGIN) if it was given up
     */
    <T> T call(String call, Duration limit, Supplier<T> action) throws ExecutionException {
        if (lostIn != null) {
            throw plugin.failure("is still in '" + lostIn + "', where it was given up; '" + call + "' cannot be called", null);
        }
        BooleanSupplier stop = guard.stop();
        FutureTask<T> task = new FutureTask<>(() -> guard.during(stop, action));
        signOfLife = System.nanoTime();
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            throw plugin.failure("is gone; '" + call + "' cannot be called", e);
        }
        Watch watch = new Watch(call, limit, stop);
        present = watch;
        try {
            return await(task, watch);
        } finally {
            if (lostIn == null) {
                present = null;
            }
        }
    }

    /** Returns the call that is under way, or was given up and has not come back; empty if there is none. */
    Optional<CallUnderWay> underWay() {
        Watch watch = present;
        return watch == null || over() ? Optional.empty()
                : Optional.of(new CallUnderWay(plugin.words(), watch.call, Duration.ofNanos(System.nanoTime() - watch.begin), lost()));
    }

    /** Something that a plug-in does while it works shows that it is not stuck. */
    void showsLife() {
        signOfLife = System.nanoTime();
    }

    /** Returns whether a call was given up, so that the plug-in may still be at work with what it was given. */
    boolean lost() {
        return lostIn != null;
    }

    /** Returns whether a call was given up and has come back since. */
    boolean over() {
        return lost() && !thread.isAlive();
    }

    private <T> T await(FutureTask<T> task, Watch watch) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    watch.look();
                } catch (InterruptedException e) {
                    // Who interrupts wants an end, which is asked for in another way; the call ends by itself or by its limit.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One call that is under way, looked at by the caller. */
    private final class Watch {
        private final String call;
        private final Duration limit;
        private final BooleanSupplier stop;
        private final long begin = System.nanoTime();
        private Duration telling = guard.limits().watch();
        private long stopSeen;

        Watch(String call, Duration limit, BooleanSupplier stop) {
            this.call = call;
            this.limit = limit;
            this.stop = stop;
        }

        void look() {
            long now = System.nanoTime();
            if (exiting(thread)) {
                throw plugin.failure(lose("called System.exit in '" + call + "'", false), null);
            }
            if (Duration.ofNanos(now - signOfLife).compareTo(limit) > 0) {
                throw plugin.failure(lose("has not returned from '" + call + "' for " + words(limit) + " and was given up", true), null);
            }
            if (stop.getAsBoolean()) {
                stopSeen = stopSeen == 0 ? now : stopSeen;
                if (Duration.ofNanos(now - stopSeen).compareTo(guard.limits().grace()) > 0) {
                    String what = lose("was still in '" + call + "' " + words(guard.limits().grace()) + " after the end was asked for",
                            true);
                    throw new PluginFailure(plugin, what, true, null);
                }
            }
            tell(now);
        }

        /** Tells of a call that gives no sign of life, each time after twice as long as before. */
        private void tell(long now) {
            Duration silent = Duration.ofNanos(now - signOfLife);
            if (silent.compareTo(telling) > 0) {
                telling = silent.multipliedBy(2);
                LOG.warn("{} has not come back from '{}' for {}; it is given up after {}, or {} after the end is asked for (Ctrl-C)",
                        plugin.words(), call, words(silent), words(limit), words(guard.limits().grace()));
            }
        }

        /** A thread that sleeps or waits gets a chance to end. */
        private String lose(String what, boolean interrupt) {
            lostIn = call;
            executor.shutdown();
            if (interrupt) {
                thread.interrupt();
            }
            return what;
        }
    }

    private static boolean exiting(Thread thread) {
        return Arrays.stream(thread.getStackTrace()).anyMatch(frame -> frame.getClassName().equals("java.lang.Runtime")
                && (frame.getMethodName().equals("exit") || frame.getMethodName().equals("halt")));
    }

    static String words(Duration time) {
        double seconds = time.toMillis() / 1000.0;
        return seconds < 120 ? String.format(Locale.ROOT, seconds < 10 && seconds % 1 != 0 ? "%.1f s" : "%.0f s", seconds)
                : time.toMinutes() + " min";
    }

    @Override
    public void close() {
        executor.shutdown();
        if (!lost()) {
            guard.forget(this);
        }
    }
}
