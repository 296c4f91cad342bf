package growth.shell.gogo;

import growth.api.GrowthException.Kind;
import growth.shell.command.Console;
import growth.shell.line.CommandRunner;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.jline.terminal.Terminal;

/** A command as a function of the Gogo shell. */
final class GogoFunction implements Function {
    private static final int STANDARD_OUT = 1;
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
        int status = Kind.UNEXPECTED.exitStatus();
        state.begin();
        try {
            status = runner.run(console(session, state), line);
        } finally {
            state.end(status);
        }
        // what decides about && and ||
        Process.Utils.current().error(status);
        return null;
    }

    /** The output may be a pipe to another command, and only a terminal shows colours. */
    private static Console console(CommandSession session, SessionState state) {
        Process process = Process.Utils.current();
        Console outer = state.console();
        Terminal terminal = Shell.getTerminal(session);
        boolean shown = outer.terminal() && process.isTty(STANDARD_OUT);
        int width = terminal != null && terminal.getWidth() > 0 ? terminal.getWidth() : outer.width();
        return new Console(utf8(process.out()), utf8(process.err()), shown, shown && outer.colours(), width, directory(session), state);
    }

    /** Paths stay as short as they were typed until the session goes to another folder. */
    private static Path directory(CommandSession session) {
        Path process = Path.of("");
        return session.currentDir().equals(process.toAbsolutePath()) ? process : session.currentDir();
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
