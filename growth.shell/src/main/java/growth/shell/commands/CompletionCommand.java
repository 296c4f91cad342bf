package growth.shell.commands;

import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script for the system's shell. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "completion", group = "Shell and help", order = 130, overview = true)
@Command(description = "prints a script with which bash or zsh completes growth's commands, options and files",
        footer = {
            "",
            "Example:",
            "  source <(growth completion bash)"
        })
public final class CompletionCommand implements GrowthCommand {
    /** Shells that the script serves; zsh reads it as bash does. */
    enum Shell { BASH, ZSH }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    public int run(Console console) {
        console.out().print(AutoComplete.bash("growth", spec.root().commandLine()));
        return 0;
    }

    @Override
    public List<String> candidates(String label) {
        return List.of("bash", "zsh");
    }
}
