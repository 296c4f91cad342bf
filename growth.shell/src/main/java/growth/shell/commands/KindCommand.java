package growth.shell.commands;

import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginKind;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.plugins.PluginPrinter;
import growth.shell.plugins.PluginShelf;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the installed plug-ins of one kind, or explains one. */
abstract class KindCommand implements GrowthCommand {
    private static final String NAME = "NAME";
    private final PluginShelf shelf;

    @Parameters(paramLabel = NAME, arity = "0..1", description = "the plug-in to explain")
    private String name;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    KindCommand(Catalogue catalogue, PluginKind kind) {
        shelf = new PluginShelf(catalogue, kind);
    }

    @Override
    public final int run(Console console) {
        PluginPrinter.print(shelf, Optional.ofNullable(name), json, console);
        return 0;
    }

    @Override
    public final List<String> candidates(String label) {
        return label.equals(NAME) ? shelf.usable() : List.of();
    }
}
