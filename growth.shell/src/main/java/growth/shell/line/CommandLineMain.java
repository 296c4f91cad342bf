package growth.shell.line;

import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.shell.command.Console;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The command line's front door: the launcher calls it with the process's arguments, which come as a property of the service that tells
 * whether the process was asked to end.
 */
@Component(property = "growth.main:Boolean=true")
public final class CommandLineMain implements Callable<Integer> {
    private static final String ARGUMENTS = "launcher.arguments";
    private static final String BROKEN_PIPE = "Broken pipe";
    /** As if the signal SIGPIPE had ended the process. */
    private static final int PIPE_CLOSED = 141;
    private final CommandRunner runner;
    private final BooleanSupplier stop;
    private final List<String> arguments;

    /** @param launcher tells whether the process was asked to end; its property {@value #ARGUMENTS} holds the process's arguments */
    @Activate
    public CommandLineMain(@Reference CommandRunner runner,
            @Reference(target = "(launcher.arguments=*)") Map.Entry<Map<String, Object>, BooleanSupplier> launcher) {
        this.runner = runner;
        this.stop = launcher.getValue();
        this.arguments = List.of((String[]) launcher.getKey().get(ARGUMENTS));
    }

    @Override
    public Integer call() {
        StandardOutput out = SystemConsole.output();
        Console console = SystemConsole.open(out, stop);
        int status = runner.run(console, arguments);
        return status == 0 ? out.failure().map(failure -> unwritten(failure, console)).orElse(0) : status;
    }

    /** Reports a failure to write results. A reader that closes a pipe, as {@code head} does, has what it wanted and gets no message. */
    static int unwritten(IOException failure, Console console) {
        if (BROKEN_PIPE.equals(failure.getMessage())) {
            return PIPE_CLOSED;
        }
        console.err().println("growth: standard output cannot be written: " + IoReason.of(failure));
        return Kind.UNEXPECTED.exitStatus();
    }
}
