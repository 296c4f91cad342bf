package growth.shell.line;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root command, with the options that every command takes. */
@Command(name = "growth", synopsisSubcommandLabel = "COMMAND", sortOptions = false,
        header = "Trains transformers that grow while they train.%n",
        commandListHeading = "", optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "First steps:",
            "  growth doctor                           is everything needed in place?",
            "  growth plan examples/quickstart.yaml    what would this run do, and cost?",
            "  growth train examples/quickstart.yaml   trains it",
            "",
            "'growth help COMMAND' explains a command.",
            "",
            "Exit status: 0 done, 1 unexpected, 2 usage or configuration, 3 plug-in missing or failing,",
            "4 data, 5 diverged, 6 checkpoint, 7 ended before the last stage (growth.incomplete: fail),",
            "8 another process of a data-parallel run was lost,",
            "130 interrupted and 143 terminated (both after saving)."
        })
final class Root {
    @Option(names = "--version", versionHelp = true, description = "prints the version")
    private boolean version;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "shows this help")
    private boolean help;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "shows the stack trace of an error")
    private boolean debug;

    /** Read by the launcher before any command exists. */
    @Option(names = "--safe", scope = ScopeType.INHERIT, description = "starts the process without the folder of plug-ins")
    private boolean safe;

    /** The output of {@code growth} without arguments. */
    static final String OVERVIEW = """
            growth trains transformers that grow while they train.

              growth doctor          is everything needed in place?
              growth train RUN.yaml  trains, e.g. examples/quickstart.yaml
              growth shell           all commands, with completion

            'growth help' lists the commands.""";
}
