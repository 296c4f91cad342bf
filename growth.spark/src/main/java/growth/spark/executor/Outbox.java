package growth.spark.executor;

import growth.spark.wire.Message.Part;
import growth.spark.wire.Message.Printed;
import growth.spark.wire.Message.Said;
import java.util.ArrayList;

/**
 * Lines on their way to the driver: many at a time, since the driver reads one message after the other, and no more than it takes, since a
 * command may print faster.
 */
final class Outbox implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;
    private static final int MANY = 1000;

    private final Driver driver;
    private final Part part;
    private final Thread sending;
    private ArrayList<Said> waiting = new ArrayList<>();
    private boolean closed;

    Outbox(Driver driver, Part part) {
        this.driver = driver;
        this.part = part;
        this.sending = new Thread(this::send, "growth-lines");
        sending.setDaemon(true);
        sending.start();
    }

    /** Takes a line; waits while too many are on their way. */
    synchronized void put(boolean error, String line) {
        boolean interrupted = false;
        while (waiting.size() >= MANY && !closed && sending.isAlive()) {
            try {
                wait(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        waiting.add(new Said(error, line));
    }

    private synchronized ArrayList<Said> take() {
        ArrayList<Said> taken = waiting;
        waiting = new ArrayList<>();
        notifyAll();
        return taken;
    }

    private synchronized boolean isOver() {
        return closed && waiting.isEmpty();
    }

    private void send() {
        while (!isOver()) {
            ArrayList<Said> lines = take();
            if (!lines.isEmpty()) {
                driver.ask(new Printed(part, lines));
            }
            synchronized (this) {
                if (!closed) {
                    try {
                        wait(PAUSE_MILLIS);
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            }
        }
    }

    /** Returns when everything has arrived, or the driver does not answer. */
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        sending.join();
    }
}
