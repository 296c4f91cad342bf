package growth.engine.cpu.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A barrier at which all workers of a team wait for each other in the middle of a task. Waiting spins first, since the others are mostly
 * microseconds away. Then it yields, since there may be more workers than cores. At last it sleeps for moments, since the others may have
 * lost their core to another program and can have this one. A worker that fails breaks the barrier, so that none waits for ever.
 */
final class SpinBarrier {
    /** Rounds of spinning: some tens of microseconds. */
    private static final int SPINS = 1_000;
    /** Rounds of spinning and yielding: about a millisecond on a machine that does nothing else. */
    private static final int YIELDS = 3_000;
    private static final long SLEEP_NANOS = 20_000;

    private final int parties;
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile int generation;
    private volatile boolean broken;

    SpinBarrier(int parties) {
        this.parties = parties;
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
            generation = own + 1;
        }
        int rounds = 0;
        while (generation == own) {
            if (broken) {
                throw new Broken();
            }
            pause(rounds++);
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
    void breakUp() {
        broken = true;
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
