package growth.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Whether the process was asked to end, and whether the command has followed.
 *
 * <p>The command's thread is not interrupted: an interrupt closes the file channel that it may just be writing a checkpoint to.
 */
final class StopRequest implements BooleanSupplier {

    private final CountDownLatch commandEnded = new CountDownLatch(1);
    private volatile boolean requested;

    @Override
    public boolean getAsBoolean() {
        return requested;
    }

    void request() {
        requested = true;
    }

    /** To be called when no command runs (any more). */
    void commandEnded() {
        commandEnded.countDown();
    }

    /**
     * Gives the command time to save.
     *
     * @return false if it is still at work after that time
     */
    boolean awaitCommand(long time, TimeUnit unit) {
        try {
            return commandEnded.await(time, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
