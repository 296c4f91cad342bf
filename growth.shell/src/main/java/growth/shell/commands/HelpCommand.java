package growth.shell.commands;

import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains the commands. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "help", group = "Shell and help", order = 140, overview = true)
@Command(description = "lists the commands, or explains one")
public final class HelpCommand implements GrowthCommand {
    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "the command to explain")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public int run(Console console) {
        CommandLine root = spec.root().commandLine();
        CommandLine explained = name == null ? root : root.getSubcommands().get(name);
        if (explained == null) {
            throw new UnmatchedArgumentException(root, List.of(name));
        }
        explained.usage(console.out());
        return 0;
    }

    @Override
    public List<String> candidates(String label) {
        return List.copyOf(spec.root().subcommands().keySet());
    }
}
