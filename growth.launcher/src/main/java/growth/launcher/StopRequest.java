package growth.launcher;

import java.util.Optional;
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
    private volatile boolean began;
    private volatile boolean leaving;
    private volatile Integer status;

    @Override
    public boolean getAsBoolean() {
        return requested;
    }

    void request() {
        requested = true;
    }

    /** To be called when a command begins: before, nothing has to be saved, and nobody is waited for. */
    void commandBegins() {
        began = true;
    }

    /** To be called when the command has ended by itself. */
    void commandEnded(int exitStatus) {
        status = exitStatus;
        commandEnded();
    }

    /** Returns the command's exit status, if it has ended by itself. */
    Optional<Integer> status() {
        return Optional.ofNullable(status);
    }

    /** To be called before the launcher ends the process itself. */
    void leave() {
        leaving = true;
    }

    /** Returns whether the launcher ends the process itself. */
    boolean leaving() {
        return leaving;
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
            return !began || commandEnded.await(time, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
