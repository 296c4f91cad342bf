package growth.shell.bench;

import growth.runtime.plan.ProcessMemory;

/** Watches the resident memory of this process from its beginning until it is closed. */
final class ResidentPeak implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 2;
    private final Thread watcher = new Thread(this::watch, "resident memory");
    private volatile double highest = ProcessMemory.now().resident();
    private volatile boolean closed;

    ResidentPeak() {
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch() {
        while (!closed) {
            look();
            try {
                Thread.sleep(INTERVAL_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void look() {
        highest = Math.max(highest, ProcessMemory.now().resident());
    }

    /** Returns the most bytes so far; NaN where the system does not tell. */
    double bytes() {
        look();
        return highest;
    }

    @Override
    public void close() {
        closed = true;
        watcher.interrupt();
    }
}
