package growth.runtime.plugins;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;

/**
 * Tracks the users of each bundle. A bundle whose jar was replaced or deleted is retired: its holders keep it, nobody else gets it, and it
 * is removed only after the last hold is released.
 */
public final class BundleHolds {
    /** The longest wait: restarting a bundle takes milliseconds, so a caller that waits longer is told to try again. */
    private static final long RESTART_SECONDS = 10;

    private final Map<Bundle, Deque<Hold>> held = new HashMap<>();
    private final Set<Bundle> retired = new HashSet<>();
    private final Set<Bundle> closed = new HashSet<>();

    /**
     * One use of a bundle.
     *
     * @param who   the name of the thread that took it
     * @param since when it did
     */
    public record Hold(String who, Instant since) {
        /** Returns, for example, {@code 'training of out' since 2026-11-26T21:04:11Z}. */
        @Override
        public String toString() {
            return "'" + who + "' since " + since.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /** Returns who holds it, the first one first. */
    public synchronized List<Hold> holders(Bundle bundle) {
        return List.copyOf(held.getOrDefault(bundle, new ArrayDeque<>()));
    }

    /**
     * Holds a bundle as it is, installed, started and with all its classes. Waits while it is just being restarted.
     *
     * @return false if it cannot be held any more
     */
    public boolean take(Bundle bundle) {
        return hold(bundle).isPresent();
    }

    /** As {@link #take}; returns the hold, or nothing if it cannot be held any more. */
    synchronized Optional<Hold> hold(Bundle bundle) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RESTART_SECONDS);
        try {
            for (long left = 1; closed.contains(bundle) && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (retired.contains(bundle) || closed.contains(bundle)) {
            return Optional.empty();
        }
        Hold hold = new Hold(Thread.currentThread().getName(), Instant.now());
        held.computeIfAbsent(bundle, b -> new ArrayDeque<>()).addLast(hold);
        return Optional.of(hold);
    }

    /** Gives back what {@link #take} took. */
    public synchronized void release(Bundle bundle) {
        release(bundle, held.get(bundle).getLast());
    }

    /** Gives back what {@link #hold} took. */
    synchronized void release(Bundle bundle, Hold hold) {
        held.computeIfPresent(bundle, (b, holds) -> {
            holds.removeLastOccurrence(hold);
            return holds.isEmpty() ? null : holds;
        });
    }

    /** Returns whether it is held. */
    public synchronized boolean held(Bundle bundle) {
        return held.containsKey(bundle);
    }

    /** Returns whether it serves only those who hold it already. */
    public synchronized boolean retired(Bundle bundle) {
        return retired.contains(bundle);
    }

    synchronized void retire(Bundle bundle) {
        retired.add(bundle);
    }

    /** A retired bundle serves everybody again: its content has come back. */
    synchronized void restore(Bundle bundle) {
        retired.remove(bundle);
    }

    /** Lets nobody take any of the bundles for a while; does nothing and returns false if somebody holds one. */
    synchronized boolean close(Collection<Bundle> bundles) {
        if (bundles.stream().anyMatch(held::containsKey)) {
            return false;
        }
        closed.addAll(bundles);
        return true;
    }

    /** Ends {@link #close}; nothing is remembered of a bundle that was uninstalled meanwhile. */
    synchronized void reopen(Collection<Bundle> bundles) {
        closed.removeAll(bundles);
        retired.removeIf(bundle -> bundle.getState() == Bundle.UNINSTALLED);
        notifyAll();
    }
}
