package growth.runtime.catalogue;

import java.util.concurrent.TimeUnit;

/** Counts who is inside a plug-in, and lets it go only when nobody is. Entering and leaving may happen on different threads. */
final class LeaseGate {
    private int inside;
    private boolean closed;

    /** @return whether one may enter; false once the plug-in is going */
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

    /** @return whether somebody is inside */
    synchronized boolean occupied() {
        return inside > 0;
    }

    /**
     * Lets nobody enter any more and waits until everybody has left.
     *
     * @param millis how long at most
     * @return whether everybody has left
     */
    synchronized boolean close(long millis) {
        closed = true;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (inside > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return inside == 0;
    }
}
