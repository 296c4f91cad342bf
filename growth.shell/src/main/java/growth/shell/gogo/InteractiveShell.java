package growth.shell.gogo;

import growth.shell.line.CommandRunner;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.gogo.jline.Expander;
import org.apache.felix.gogo.jline.Highlighter;
import org.apache.felix.gogo.jline.Parser;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;

/**
 * Reads lines from a terminal and runs them. Ctrl-C asks a command of ours to save and end; a second one, or one during another function,
 * interrupts. {@code exit}, {@code quit} and Ctrl-D leave.
 */
final class InteractiveShell {
    private static final String PROMPT = "growth> ";
    private static final List<String> LEAVE = List.of("exit", "quit");
    private static final long WATCH_MILLIS = 200;
    private static final List<String> BANNER = List.of(
            "growth: transformers that grow while they train. Three commands to begin with:",
            "  help                what there is",
            "  operators           how a model can grow",
            "  train RUN.yaml      trains, e.g. examples/quickstart.yaml",
            "Tab completes, Ctrl-C stops a training after it has saved, exit leaves.");

    private final CommandSession session;
    private final Terminal terminal;
    private final SessionState state;
    private final LineReader reader;
    private final LineExecution execution;
    private volatile boolean left;

    /** @param history the file that remembers lines */
    InteractiveShell(CommandSession session, Terminal terminal, CommandRunner runner, SessionState state, Path history) {
        this.session = session;
        this.terminal = terminal;
        this.state = state;
        PrintStream out = new PrintStream(terminal.output(), true, StandardCharsets.UTF_8);
        execution = new LineExecution(session, runner, out, out);
        reader = LineReaderBuilder.builder().terminal(terminal).appName("growth").variables(((CommandSessionImpl) session).getVariables())
                .completer(new GrowthCompleter(session, runner)).highlighter(new Highlighter(session)).parser(new Parser())
                .expander(new Expander(session)).variable(LineReader.HISTORY_FILE, history).build();
        reader.setOpt(LineReader.Option.AUTO_FRESH_LINE);
        session.put(Shell.VAR_READER, reader);
        LEAVE.forEach(word -> session.put(word, (Function) (current, arguments) -> leave()));
    }

    /** Returns when the user leaves, or when the process is asked to end. */
    void run() {
        BANNER.forEach(terminal.writer()::println);
        terminal.handle(Signal.INT, signal -> interrupted());
        Thread watcher = watcher(Thread.currentThread());
        try {
            while (!left && !state.processStops()) {
                try {
                    String line = reader.readLine(PROMPT).strip();
                    if (!line.isEmpty()) {
                        execution.run(line);
                    }
                } catch (UserInterruptException e) {
                    // Ctrl-C at the prompt drops the line, as in every shell
                    continue;
                } catch (EndOfFileException e) {
                    break;
                }
            }
        } finally {
            watcher.interrupt();
            terminal.handle(Signal.INT, Terminal.SignalHandler.SIG_DFL);
            terminal.flush();
        }
    }

    private Object leave() {
        left = true;
        return null;
    }

    private void interrupted() {
        Job job = session.foregroundJob();
        if (job == null) {
            return;
        }
        if (state.request()) {
            // the terminal has echoed ^C into whatever line the command was writing
            terminal.writer().println();
            terminal.writer().println("stopping; what is trained is saved first (Ctrl-C again interrupts)");
            terminal.flush();
        } else {
            job.interrupt();
        }
    }

    /** Waiting for a key ends by an interrupt only, and the request to end comes on another thread. */
    private Thread watcher(Thread shell) {
        Thread thread = new Thread(() -> {
            try {
                while (!state.processStops()) {
                    Thread.sleep(WATCH_MILLIS);
                }
                endWhatDoesNotListen(shell);
            } catch (InterruptedException e) {
                // the shell was left
                return;
            }
        }, "growth-shell-watcher");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** A command of ours saves and returns by itself. */
    private void endWhatDoesNotListen(Thread shell) {
        Job job = session.foregroundJob();
        if (job == null) {
            shell.interrupt();
        } else if (!state.busy()) {
            job.interrupt();
        }
    }
}
