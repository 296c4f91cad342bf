package growth.shell.gogo;

import growth.shell.command.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.felix.service.command.CommandSession;

/**
 * What a session knows of the commands that run in it: where they print, whether the user asked them to end, and how the last one ended.
 */
final class SessionState implements BooleanSupplier {
    private static final String VARIABLE = ".growth.state";
    private static final Console NOWHERE = new Console(new PrintStream(OutputStream.nullOutputStream()),
            new PrintStream(OutputStream.nullOutputStream()), false, false, 100, Path.of(""), () -> false);
    private final Console console;
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean requested;
    private volatile int status;

    /** @param console where the session was opened */
    SessionState(Console console) {
        this.console = console;
    }

    /** Makes it the session's. */
    void attach(CommandSession session) {
        session.put(VARIABLE, this);
    }

    /** @return the session's state; in a session that another shell opened, one that nobody asks */
    static SessionState of(CommandSession session) {
        return session.get(VARIABLE) instanceof SessionState state ? state : new SessionState(NOWHERE);
    }

    @Override
    public boolean getAsBoolean() {
        return requested || console.stop().getAsBoolean();
    }

    /** @return where the session was opened */
    Console console() {
        return console;
    }

    /** @return whether the process was asked to end */
    boolean processStops() {
        return console.stop().getAsBoolean();
    }

    void begin() {
        running.incrementAndGet();
    }

    /** @param exitStatus of the command that ended */
    void end(int exitStatus) {
        running.decrementAndGet();
        status = exitStatus;
    }

    /** @return whether a command of ours runs */
    boolean busy() {
        return running.get() > 0;
    }

    /** @return exit status of the last command of ours; 0 if the line had none */
    int status() {
        return status;
    }

    /** @return true if a command of ours runs and is asked for the first time: it gets the chance to save */
    boolean request() {
        boolean first = busy() && !requested;
        requested = true;
        return first;
    }

    /** The next line begins. */
    void reset() {
        requested = false;
        status = 0;
    }
}
