package growth.shell.gogo;

import growth.shell.command.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;

/**
 * What a session knows of the commands that run in it: where they print, which of them were asked to end, and how the last one ended that
 * the user waited for.
 */
final class SessionState {
    private static final String VARIABLE = ".growth.state";
    private static final Console NOWHERE = new Console(new PrintStream(OutputStream.nullOutputStream()),
            new PrintStream(OutputStream.nullOutputStream()), false, false, () -> 100, Path.of(""), () -> false);
    private final Console console;
    private final Set<RunningCommand> running = ConcurrentHashMap.newKeySet();
    private volatile Optional<Consumer<String>> above = Optional.empty();
    private volatile int status;
    private volatile boolean ending;

    /** @param console where the session was opened */
    SessionState(Console console) {
        this.console = console;
    }

    /** Attaches this state to the session. */
    void attach(CommandSession session) {
        session.put(VARIABLE, this);
    }

    /** Returns the session's state; in a session that another shell opened, one that nobody asks. */
    static SessionState of(CommandSession session) {
        return session.get(VARIABLE) instanceof SessionState state ? state : new SessionState(NOWHERE);
    }

    /** @param lines prints a line of a command in the background without disturbing the line that is being typed */
    void background(Consumer<String> lines) {
        above = Optional.of(lines);
    }

    /** Returns where the lines of a command in the background go; empty if there is no prompt that they could disturb. */
    Optional<Consumer<String>> background() {
        return above;
    }

    /** Returns where the session was opened. */
    Console console() {
        return console;
    }

    /** Returns whether the process was asked to end. */
    boolean processStops() {
        return console.stop().getAsBoolean();
    }

    /** @param job what the command runs in, if in any */
    RunningCommand begin(Optional<Job> job) {
        RunningCommand command = new RunningCommand(job, console.stop());
        running.add(command);
        if (ending) {
            command.request();
        }
        return command;
    }

    /** @param exitStatus of the command that ended */
    void end(RunningCommand command, int exitStatus) {
        running.remove(command);
        if (command.inForeground()) {
            status = exitStatus;
        }
    }

    /** Returns whether a command of ours runs, in the foreground or in the background. */
    boolean busy() {
        return !running.isEmpty();
    }

    /** Returns the commands of ours in that job. */
    List<RunningCommand> in(Job job) {
        return running.stream().filter(command -> command.in(job)).toList();
    }

    /** Asks every command of ours to end, also those of lines that are only just about to begin. */
    void requestAll() {
        ending = true;
        running.forEach(RunningCommand::request);
    }

    /** Stops waiting for these commands. */
    void giveUp(Collection<RunningCommand> commands) {
        running.removeAll(commands);
    }

    /** Returns the exit status of the last command of ours that the user waited for; 0 if the line had none. */
    int status() {
        return status;
    }

    /** Prepares for the next line. */
    void reset() {
        status = 0;
    }
}
