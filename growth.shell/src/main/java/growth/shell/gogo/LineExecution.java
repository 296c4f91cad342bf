package growth.shell.gogo;

import growth.api.GrowthException.Kind;
import growth.shell.line.CommandRunner;
import growth.shell.line.Failure;
import java.io.PrintStream;
import java.util.concurrent.CancellationException;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/** Runs lines of a session and reports failures in one line. */
final class LineExecution {
    private final CommandSession session;
    private final PrintStream out;
    private final PrintStream err;
    private final CommandRunner runner;

    /** @param runner knows our commands */
    LineExecution(CommandSession session, CommandRunner runner, PrintStream out, PrintStream err) {
        this.session = session;
        this.runner = runner;
        this.out = out;
        this.err = err;
    }

    /** Returns the exit status of the line. */
    int run(String line) {
        SessionState state = SessionState.of(session);
        state.reset();
        try {
            Object result = session.execute(line);
            if (result != null) {
                out.println(session.format(result, Converter.INSPECT));
            }
            return state.status();
        } catch (Exception e) {
            return fail(failure(e));
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** Returns the message for the user about a line's exception. */
    Failure failure(Exception thrown) {
        if (thrown instanceof CommandNotFoundException e) {
            return runner.unknown(e.getCommand().replaceFirst("^" + GogoFunctions.SCOPE + ":", ""));
        }
        if (thrown instanceof InterruptedException || thrown instanceof CancellationException) {
            return new Failure(Kind.UNEXPECTED.exitStatus(), "interrupted");
        }
        String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        if (thrown instanceof SyntaxError || thrown.getCause() instanceof SyntaxError) {
            return new Failure(Kind.CONFIGURATION.exitStatus(), "the shell does not understand this line: " + message);
        }
        return new Failure(Kind.UNEXPECTED.exitStatus(), message);
    }

    private int fail(Failure failure) {
        err.println("growth: " + failure.line());
        return failure.status();
    }
}
