package growth.spark.executor;

import growth.spark.wire.Message;
import growth.spark.wire.Wire;
import java.io.IOException;
import org.apache.spark.api.plugin.PluginContext;

/** The driver, as an executor sees it. */
final class Driver {
    private final PluginContext context;

    Driver(PluginContext context) {
        this.context = context;
    }

    /** Says something; messages arrive in their order. */
    void say(Message message) {
        try {
            context.send(Wire.bytes(message));
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /**
     * Asks something, and returns the answer.
     *
     * @throws DriverLost if there is none
     */
    Object ask(Message message) {
        try {
            return Wire.read(context.ask(Wire.bytes(message)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        } catch (Exception e) {
            throw unreachable(e);
        }
    }

    private static DriverLost unreachable(Exception cause) {
        return new DriverLost("the driver does not answer: " + cause.getMessage(), cause);
    }

    /** The driver does not answer. */
    static final class DriverLost extends RuntimeException {
        private static final long serialVersionUID = 1;

        DriverLost(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
