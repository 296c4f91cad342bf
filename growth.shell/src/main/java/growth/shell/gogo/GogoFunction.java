package growth.shell.gogo;

import growth.api.GrowthException.Kind;
import growth.shell.command.Console;
import growth.shell.line.CommandRunner;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.Process;
import org.jline.terminal.Terminal;

/** A command as a function of the Gogo shell. */
final class GogoFunction implements Function {
    private static final int STANDARD_IN = 0;
    private static final int STANDARD_OUT = 1;
    private static final int STANDARD_ERROR = 2;
    private final CommandRunner runner;
    private final List<String> words;

    /**
     * @param runner runs it
     * @param words  what stands before the arguments: the command's name, or nothing if the first argument is the name
     */
    GogoFunction(CommandRunner runner, List<String> words) {
        this.runner = runner;
        this.words = List.copyOf(words);
    }

    @Override
    public Object execute(CommandSession session, List<Object> arguments) {
        List<String> line = new ArrayList<>(words);
        arguments.forEach(argument -> line.add(String.valueOf(argument)));
        SessionState state = SessionState.of(session);
        Process process = Process.Utils.current();
        RunningCommand command = state.begin(Optional.ofNullable(Job.Utils.current()));
        int status = Kind.UNEXPECTED.exitStatus();
        try (PrintStream out = stream(process.out(), process.isTty(STANDARD_OUT), command, state);
                PrintStream err = stream(process.err(), process.isTty(STANDARD_ERROR), command, state)) {
            status = runner.run(console(session, state, command, out, err), line);
        } finally {
            state.end(command, status);
        }
        // decides about && and ||
        process.error(status);
        return null;
    }

    /**
     * Returns the command's console. Its output may be a pipe to another command; only a foreground command on a terminal gets colours and
     * a live line.
     */
    private static Console console(CommandSession session, SessionState state, RunningCommand command, PrintStream out, PrintStream err) {
        Console outer = state.console();
        Terminal terminal = Shell.getTerminal(session);
        Process process = Process.Utils.current();
        boolean tty = process.isTty(STANDARD_OUT) && outer.terminal();
        IntSupplier width = () -> terminal != null && terminal.getWidth() > 0 ? terminal.getWidth() : outer.width();
        Console console = new Console(out, err, tty && command.inForeground(), tty && outer.colours(), width, directory(session), command);
        // the keys are the shell's own; what a command or a pipe hands over is the command's
        return process.isTty(STANDARD_IN) ? console : console.reading(process.in());
    }

    /** Returns the session's folder; paths stay as short as typed until the session changes its folder. */
    private static Path directory(CommandSession session) {
        Path process = Path.of("");
        return session.currentDir().equals(process.toAbsolutePath()) ? process : session.currentDir();
    }

    /** Returns the stream; output of a background command appears above the prompt, line by line. */
    private static PrintStream stream(PrintStream stream, boolean tty, RunningCommand command, SessionState state) {
        OutputStream target = tty && !command.inForeground() && state.background().isPresent()
                ? new LineStream(state.background().get()) : new Unclosed(stream);
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }

    /** A stream that stays Gogo's. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
