package growth.engine.cpu.parallel;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where all workers of a team wait for each other, in the middle of a task. Waiting spins first, since the others are mostly microseconds
 * away, and yields then, since they may have lost their core to another program. A worker that fails breaks the barrier, so that none
 * waits for ever.
 */
final class SpinBarrier {
    /** Rounds of spinning, some tens of microseconds, before a waiting worker offers its core to others. */
    private static final int SPINS = 1_000;

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
        int spins = 0;
        while (generation == own) {
            if (broken) {
                throw new Broken();
            }
            spins = pause(spins);
        }
    }

    /** One round of waiting; returns how many there were. */
    static int pause(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
            return spins + 1;
        }
        Thread.yield();
        return spins;
    }

    /** Lets every waiting worker go with {@link Broken}. */
    void breakUp() {
        broken = true;
    }

    /** Makes the barrier as new; nobody may be waiting at it. */
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
