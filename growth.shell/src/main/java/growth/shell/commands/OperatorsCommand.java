package growth.shell.commands;

import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginKind;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.plugins.PluginPrinter;
import growth.shell.plugins.PluginShelf;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which growth operators are installed. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "operators", group = "Plug-ins", order = 50)
@Command(description = "lists the installed growth operators, or explains one",
        footer = {
            "",
            "Examples:",
            "  growth operators",
            "  growth operators stack",
            "",
            "A jar copied into the folder plugins/ appears here within two seconds; one that cannot be used is listed with the reason."
        })
public final class OperatorsCommand implements GrowthCommand {
    private final PluginShelf shelf;

    @Parameters(paramLabel = "OPERATOR", arity = "0..1", description = "the operator to be explained")
    private String name;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Activate
    public OperatorsCommand(@Reference Catalogue catalogue) {
        shelf = new PluginShelf(catalogue, PluginKind.OPERATOR);
    }

    @Override
    public int run(Console console) {
        PluginPrinter.print(shelf, Optional.ofNullable(name), json, console);
        return 0;
    }

    @Override
    public List<String> candidates(String label) {
        return label.equals("OPERATOR") ? shelf.usable() : List.of();
    }
}
