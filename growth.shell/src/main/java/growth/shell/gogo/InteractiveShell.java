package growth.shell.gogo;

import growth.shell.line.CommandRunner;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;

/**
 * Reads lines from a terminal and runs them. Ctrl-C asks the command in the foreground, and it alone, to save and end. {@code exit},
 * {@code quit}, Ctrl-D and a closed terminal leave, after everything in the background has saved.
 */
final class InteractiveShell {
    private static final String PROMPT = "growth> ";
    private static final List<String> LEAVE = List.of("exit", "quit");
    private static final long WATCH_MILLIS = 200;
    private static final int MOST_FAILURES = 3;
    private static final List<String> BANNER = List.of(
            "growth: transformers that grow while they train. Three commands to begin with:",
            "  help                lists the commands",
            "  operators           lists the ways a model can grow",
            "  train RUN.yaml      trains, e.g. examples/quickstart.yaml",
            "Tab completes, & runs in the background, Ctrl-C saves and stops, exit leaves.");

    private final CommandSession session;
    private final Terminal terminal;
    private final SessionState state;
    private final Lines lines;
    private final LineExecution execution;
    private final SessionJobs jobs;
    private volatile boolean left;

    /** @param history the file that remembers lines */
    InteractiveShell(CommandSession session, Terminal terminal, CommandRunner runner, SessionState state, Path history) {
        this.session = session;
        this.terminal = terminal;
        this.state = state;
        PrintStream out = new PrintStream(terminal.output(), true, StandardCharsets.UTF_8);
        execution = new LineExecution(session, runner, out, out);
        lines = SystemTerminal.moves(terminal) ? edited(runner, history) : new PlainLines(terminal);
        state.background(lines::above);
        jobs = new SessionJobs(session, state, execution, lines::above, true);
        LEAVE.forEach(word -> session.put(word, (Function) (current, arguments) -> leave()));
    }

    private Lines edited(CommandRunner runner, Path history) {
        EditedLines edited = new EditedLines(session, terminal, new GrowthCompleter(session, runner), history, state.console().colours());
        session.put(Shell.VAR_READER, edited.reader());
        return edited;
    }

    /** Returns when the user leaves, or when the process is asked to end. */
    void run() {
        BANNER.forEach(terminal.writer()::println);
        terminal.handle(Signal.INT, signal -> interrupted());
        Thread watcher = watcher(Thread.currentThread());
        try {
            readAndRun();
        } finally {
            watcher.interrupt();
            jobs.endAll();
            terminal.handle(Signal.INT, Terminal.SignalHandler.SIG_DFL);
            terminal.flush();
        }
    }

    private void readAndRun() {
        int failures = 0;
        while (!left && !state.processStops()) {
            try {
                String line = lines.read(PROMPT).strip();
                failures = 0;
                if (!line.isEmpty()) {
                    execution.run(line);
                    jobs.awaitForeground();
                }
            } catch (UserInterruptException e) {
                // Ctrl-C at the prompt drops the line, as in other shells
                continue;
            } catch (EndOfFileException e) {
                return;
            } catch (RuntimeException e) {
                // a defect of the line editor costs the line and not the session, unless it is there at every line
                if (++failures == MOST_FAILURES) {
                    throw e;
                }
                lines.above("growth: this line could not be read (" + e + "); type it again");
            }
        }
    }

    private Object leave() {
        left = true;
        return null;
    }

    private void interrupted() {
        if (session.foregroundJob() == null && !left && !state.processStops()) {
            lines.drop();
        } else {
            jobs.interrupt();
        }
    }

    /** Waiting for a key ends by an interrupt only, and the request to end comes on another thread. */
    private Thread watcher(Thread shell) {
        Thread thread = new Thread(() -> {
            try {
                while (!state.processStops()) {
                    Thread.sleep(WATCH_MILLIS);
                }
                // a command of ours saves and returns by itself, and the shell then sees that it shall end
                if (session.foregroundJob() == null) {
                    shell.interrupt();
                } else {
                    jobs.endWhatDoesNotListen();
                }
            } catch (InterruptedException e) {
                // the shell was left
                return;
            }
        }, "growth-shell-watcher");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
