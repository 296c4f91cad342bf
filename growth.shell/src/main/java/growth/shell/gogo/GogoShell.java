package growth.shell.gogo;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.shell.command.Console;
import growth.shell.line.CommandRunner;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.jline.terminal.Terminal;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sessions of the Gogo shell with growth's commands in front. */
@Component(service = GogoShell.class)
public final class GogoShell {
    /** Gogo takes the streams of every session for a terminal and would colour output to a file. */
    private static final String PLAIN = "grep = { gogo:grep --color=never $args }; ls = { gogo:ls --color=never $args }";
    private static final String HISTORY = ".growth_history";
    private final BundleContext context;
    private final CommandProcessor processor;
    private final CommandRunner runner;
    /** Allows one shell only: two would compete for the keys of one terminal. */
    private final AtomicBoolean open = new AtomicBoolean();

    @Activate
    public GogoShell(BundleContext context, @Reference CommandProcessor processor, @Reference CommandRunner runner) {
        this.context = context;
        this.processor = processor;
        this.runner = runner;
    }

    /**
     * Runs one line without a terminal and waits for the jobs that it leaves in the background.
     *
     * @return the status of the command that failed, or 0
     */
    public int execute(String line, Console console) {
        InputStream in = new FileInputStream(FileDescriptor.in);
        try (GogoBuiltins builtins = new GogoBuiltins(context, processor); SystemTerminal none = SystemTerminal.dumb(in, console);
                CommandSession session = processor.createSession(in, console.out(), console.err())) {
            prepare(session, console, none.terminal());
            LineExecution execution = new LineExecution(session, runner, console.out(), console.err());
            SessionJobs jobs = new SessionJobs(session, SessionState.of(session), execution, console.err()::println, false);
            int status = execution.run(line);
            jobs.awaitAll();
            return status;
        } catch (Exception e) {
            throw new GrowthException(Kind.UNEXPECTED, "the Gogo runtime does not work: " + e.getMessage(), e);
        }
    }

    /**
     * Opens a shell on the process's terminal, until the user leaves it or the process is asked to end.
     *
     * @return 0
     */
    public int interact(Console console) {
        if (!open.compareAndSet(false, true)) {
            throw new GrowthException(Kind.CONFIGURATION, "this is already a shell; 'exit' leaves it, and '&' after a command runs it in"
                    + " the background");
        }
        try (GogoBuiltins builtins = new GogoBuiltins(context, processor); SystemTerminal system = SystemTerminal.open();
                CommandSession session = session(system.terminal())) {
            SessionState state = prepare(session, console, system.terminal());
            new InteractiveShell(session, system.terminal(), runner, state, Path.of(System.getProperty("user.home"), HISTORY)).run();
            return 0;
        } finally {
            open.set(false);
        }
    }

    private CommandSession session(Terminal terminal) {
        return processor.createSession(terminal.input(), terminal.output(), terminal.output());
    }

    private static void plain(CommandSession session) {
        try {
            session.execute(PLAIN);
        } catch (Exception e) {
            throw new GrowthException(Kind.UNEXPECTED, "the Gogo runtime does not work: " + e.getMessage(), e);
        }
    }

    /** Variables as Gogo's own shell sets them, so that its functions work. */
    private SessionState prepare(CommandSession session, Console console, Terminal terminal) {
        SessionState state = new SessionState(console);
        state.attach(session);
        session.put(Shell.VAR_TERMINAL, terminal);
        session.put(Shell.VAR_SCOPE, GogoFunctions.SCOPE + ":gogo:*");
        session.put(Shell.VAR_PROCESSOR, processor);
        session.put(Shell.VAR_SESSION, session);
        if (!console.colours()) {
            plain(session);
        }
        return state;
    }
}
