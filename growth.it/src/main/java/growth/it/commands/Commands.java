package growth.it.commands;

import growth.shell.command.Console;
import growth.testing.ForkedProcess.Ended;
import growth.testing.run.Run;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Runs commands in this framework as the command line does, but for the start of a process: words of arguments, output, errors and exit
 * status are those that a user gets.
 *
 * @param runner the service behind the command line
 * @param folder the working folder
 */
record Commands(Object runner, Path folder) {
    /** No package of other bundles: they bring commands, and the launcher calls a {@code Callable}. */
    private static final String RUNNER = "growth.shell.line.CommandRunner";
    private static final long LIMIT_MILLIS = 30_000;
    private static final int COLUMNS = 200;

    static Commands in(Path folder) {
        BundleContext context = FrameworkUtil.getBundle(Commands.class).getBundleContext();
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context, RUNNER, null);
        tracker.open();
        try {
            return new Commands(tracker.waitForService(LIMIT_MILLIS), folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a command to its end. */
    Run run(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Console console = new Console(utf8(output), utf8(errors), false, false, () -> COLUMNS, folder, () -> false);
        try {
            int status = (int) runner.getClass().getMethod("run", Console.class, List.class).invoke(runner, console, List.of(arguments));
            return new Run(List.of(arguments), new Ended(status, output.toString(StandardCharsets.UTF_8),
                    errors.toString(StandardCharsets.UTF_8)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrintStream utf8(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
