package growth.engine.cpu.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A barrier at which all workers of a team wait for each other in the middle of a task. Waiting spins first, since the others are mostly
 * microseconds away. Then it yields, and at last it sleeps for moments, since the others may have lost their core to another program and
 * can have this one. Of more workers than cores each one waits asleep, since whoever is waited for needs the core. A worker that fails
 * breaks the barrier, so that none waits for ever.
 */
final class SpinBarrier {
    /** Rounds of spinning: some tens of microseconds. */
    private static final int SPINS = 1_000;
    /** Rounds of spinning and yielding: about a millisecond on a machine that does nothing else. */
    private static final int YIELDS = 3_000;
    private static final long SLEEP_NANOS = 20_000;

    private final int parties;
    private final boolean crowded;
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile int generation;
    private volatile boolean broken;

    /** @param cores number of threads that can run at once */
    SpinBarrier(int parties, int cores) {
        this.parties = parties;
        crowded = parties > cores;
    }

    /**
     * Returns when all workers have called it.
     *
     * @throws Broken if another worker has failed
     */
    void await() {
        int own = generation;
        if (arrived.incrementAndGet() == parties) {
            arrived.set(0);
            open(own + 1);
        } else if (crowded) {
            sleep(own);
        }
        int rounds = 0;
        while (generation == own) {
            if (broken) {
                throw new Broken();
            }
            pause(rounds++);
        }
    }

    private void open(int next) {
        if (crowded) {
            synchronized (this) {
                generation = next;
                notifyAll();
            }
        } else {
            generation = next;
        }
    }

    private synchronized void sleep(int own) {
        boolean interrupted = false;
        while (generation == own && !broken) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a moment, the longer the more rounds there have been. */
    static void pause(int rounds) {
        if (rounds < SPINS) {
            Thread.onSpinWait();
        } else if (rounds < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(SLEEP_NANOS);
        }
    }

    /** Lets every waiting worker go with {@link Broken}. */
    synchronized void breakUp() {
        broken = true;
        notifyAll();
    }

    /** Makes the barrier as new; no worker may be waiting at it. */
    void reset() {
        arrived.set(0);
        broken = false;
    }

    /** Tells a worker that another one has failed. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken() {
            super("another worker failed", null, false, false);
        }
    }
}
