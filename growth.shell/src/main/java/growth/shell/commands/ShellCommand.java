package growth.shell.commands;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.console.ConsoleFlags;
import growth.shell.console.WebConsole;
import growth.shell.gogo.GogoShell;
import growth.shell.line.SystemConsole;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Opens the Gogo shell. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "shell", group = "Shell and help", order = 120)
@Command(description = "opens a shell with all commands and completion, or runs one line in it",
        footer = {
            "",
            "Examples:",
            "  growth shell",
            "  growth shell -c \"growth:operators | grep stack\"",
            "  growth shell --console 8181",
            "",
            "In the shell, Ctrl-C saves and stops a training; exit or Ctrl-D leaves."
        })
public final class ShellCommand implements GrowthCommand {
    private final GogoShell shell;
    private final WebConsole webConsole;

    @Option(names = {"-c", "--command"}, paramLabel = "LINE", description = "runs this line and leaves; needs no terminal")
    private String line;

    @Mixin
    private ConsoleFlags consoleFlags = new ConsoleFlags();

    @Activate
    public ShellCommand(@Reference GogoShell shell, @Reference WebConsole webConsole) {
        this.shell = shell;
        this.webConsole = webConsole;
    }

    @Override
    public int run(Console console) {
        if (line == null && !console.terminal() && !SystemConsole.terminal()) {
            throw new GrowthException(Kind.CONFIGURATION,
                    "the shell needs a terminal; without one, 'growth shell -c LINE' runs one line and 'growth COMMAND' one command");
        }
        try (WebConsole.Open open = webConsole.open(consoleFlags, console)) {
            return line != null ? shell.execute(line, console) : shell.interact(console);
        }
    }
}
