package growth.runtime.plugins;

import java.util.concurrent.TimeUnit;

/** Counts the calls inside a plug-in and releases it only when there are none. Entering and leaving may happen on different threads. */
final class LeaseGate {
    private int inside;
    private boolean closed;

    /** Returns whether one may enter; false once the plug-in is going. */
    synchronized boolean enter() {
        if (closed) {
            return false;
        }
        inside++;
        return true;
    }

    synchronized void leave() {
        inside--;
        notifyAll();
    }

    /** Lets nobody enter any more. */
    synchronized void close() {
        closed = true;
    }

    /**
     * Waits until everybody has left.
     *
     * @param millis how long at most
     * @return whether everybody has left
     */
    synchronized boolean awaitEmpty(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; inside > 0 && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
        return inside == 0;
    }
}
