package growth.spark;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.util.ShutdownHookManager;

/** Whether the process was asked to end, by Ctrl-C or SIGTERM: the command saves and returns before Spark's own hooks end its context. */
final class Ending implements BooleanSupplier {
    /** Spark's hooks have at most 50. */
    private static final int PRIORITY = 100;
    private static final long SAVE_SECONDS = 300;

    private final CountDownLatch left = new CountDownLatch(1);
    private volatile boolean requested;

    Ending() {
        ShutdownHookManager.get().addShutdownHook(this::end, PRIORITY, SAVE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public boolean getAsBoolean() {
        return requested;
    }

    /** To be called when nothing is left to be done. */
    void leave() {
        left.countDown();
    }

    private void end() {
        requested = true;
        try {
            left.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
