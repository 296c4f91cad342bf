package growth.engine.cpu.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A fixed number of workers that do one task together, each its part. The thread that calls {@link #run} is worker 0; the others are
 * daemon threads, parked while there is nothing to do. One thread at a time uses the team.
 */
public final class WorkerTeam implements AutoCloseable {
    private final int size;
    private final SpinBarrier barrier;
    private final Thread[] threads;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private IntConsumer task;
    private volatile int round;
    private volatile boolean closed;

    /**
     * @param name name of the threads, to which their number is added
     * @param size number of workers, the caller included
     */
    public WorkerTeam(String name, int size) {
        this.size = size;
        barrier = new SpinBarrier(size, Runtime.getRuntime().availableProcessors());
        threads = new Thread[size - 1];
        for (int i = 0; i < threads.length; i++) {
            int worker = i + 1;
            threads[i] = new Thread(() -> serve(worker), name + "-" + worker);
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    /** Returns the number of workers. */
    public int size() {
        return size;
    }

    /**
     * Does a task with all workers, and returns when all have finished.
     *
     * @param work takes the number of the worker, from 0
     * @throws RuntimeException the exception of the first worker that failed; the team can be used again
     */
    public void run(IntConsumer work) {
        if (closed) {
            throw new IllegalStateException("the workers have been stopped");
        }
        task = work;
        running.set(size);
        round++;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        perform(0);
        for (int rounds = 0; running.get() > 0; rounds++) {
            SpinBarrier.pause(rounds);
        }
        task = null;
        Throwable thrown = failure.getAndSet(null);
        if (thrown != null) {
            barrier.reset();
            rethrow(thrown);
        }
    }

    /** Waits, in the middle of a task, until every worker has come here; what they wrote before is visible to all afterwards. */
    public void await() {
        barrier.await();
    }

    private void serve(int worker) {
        int seen = 0;
        while (true) {
            while (round == seen && !closed) {
                LockSupport.park(this);
            }
            if (closed) {
                return;
            }
            seen = round;
            perform(worker);
        }
    }

    private void perform(int worker) {
        try {
            task.accept(worker);
        } catch (SpinBarrier.Broken another) {
            // the worker that failed has left its own exception
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
            barrier.breakUp();
        } finally {
            running.decrementAndGet();
        }
    }

    private static void rethrow(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    /** Stops the workers and waits for their threads to end. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
