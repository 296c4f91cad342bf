package growth.shell.gogo;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.felix.service.command.CommandSession;

/** Whether the user of a session asked the running command to end. */
final class StopFlag implements BooleanSupplier {
    private static final String VARIABLE = ".growth.stop";
    private final BooleanSupplier process;
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean requested;

    /** @param process whether the whole process was asked to end */
    StopFlag(BooleanSupplier process) {
        this.process = process;
    }

    /** Makes it the session's. */
    void attach(CommandSession session) {
        session.put(VARIABLE, this);
    }

    /** @return the session's flag; in a session that another shell opened, one that is never set */
    static StopFlag of(CommandSession session) {
        return session.get(VARIABLE) instanceof StopFlag flag ? flag : new StopFlag(() -> false);
    }

    @Override
    public boolean getAsBoolean() {
        return requested || process.getAsBoolean();
    }

    /** @return whether the process was asked to end */
    boolean processStops() {
        return process.getAsBoolean();
    }

    void begin() {
        running.incrementAndGet();
    }

    void end() {
        running.decrementAndGet();
    }

    /** @return true if a command of ours runs and is asked for the first time: it gets the chance to save */
    boolean request() {
        boolean first = running.get() > 0 && !requested;
        requested = true;
        return first;
    }

    /** The next line begins. */
    void reset() {
        requested = false;
    }
}
