package growth.spark.executor;

import growth.spark.executor.Driver.DriverLost;
import growth.spark.wire.Message.Part;
import growth.spark.wire.Message.StopAsked;
import java.util.function.BooleanSupplier;

/**
 * Whether a command is to end: the driver wants it, or Spark has killed the task, or the process ends, or the driver has gone. The driver
 * is asked beside the command, which may not wait for it.
 */
final class Stop implements BooleanSupplier, AutoCloseable {
    private static final long PAUSE_MILLIS = 500;
    /** Questions without an answer after which the driver counts as gone. */
    private static final int PATIENCE = 3;

    private final Driver driver;
    private final Part part;
    private final BooleanSupplier killed;
    private final Thread asking;
    private volatile boolean wanted;

    /** @param killed whether Spark, or the end of the process, wants the task to end */
    Stop(Driver driver, Part part, BooleanSupplier killed) {
        this.driver = driver;
        this.part = part;
        this.killed = killed;
        this.asking = new Thread(this::ask, "growth-stop");
        asking.setDaemon(true);
        asking.start();
    }

    @Override
    public boolean getAsBoolean() {
        return wanted || killed.getAsBoolean();
    }

    private void ask() {
        int unanswered = 0;
        while (!wanted) {
            try {
                Thread.sleep(PAUSE_MILLIS);
                wanted = (Boolean) driver.ask(new StopAsked(part));
                unanswered = 0;
            } catch (InterruptedException e) {
                return;
            } catch (DriverLost e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                unanswered++;
                wanted = unanswered >= PATIENCE;
            }
        }
    }

    @Override
    public void close() {
        asking.interrupt();
    }
}
