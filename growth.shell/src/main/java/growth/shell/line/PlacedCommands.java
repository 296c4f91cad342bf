package growth.shell.line;

import growth.launcher.place.Commands;
import growth.shell.command.Console;
import growth.shell.progress.ConsoleStyle;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Command lines of whoever embeds the framework, which has no terminal: lines are plain, and as wide as usual. */
@Component
public final class PlacedCommands implements Commands {
    private final CommandRunner runner;

    @Activate
    public PlacedCommands(@Reference CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public int run(List<String> arguments, Path directory, OutputStream out, OutputStream err, BooleanSupplier stop) {
        return runner.run(new Console(lines(out), lines(err), false, false, () -> ConsoleStyle.USUAL_WIDTH, directory, stop), arguments);
    }

    private static PrintStream lines(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
