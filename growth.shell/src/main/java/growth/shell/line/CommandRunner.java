package growth.shell.line;

import growth.api.GrowthException.Kind;
import growth.runtime.plugins.guard.PluginGuard;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.line.InstalledCommands.Opened;
import java.util.List;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs commands, for both the command line and the shell. */
@Component(service = CommandRunner.class)
public final class CommandRunner {
    private final InstalledCommands commands;
    private final String version;
    private final PluginGuard guard;

    @Activate
    public CommandRunner(@Reference InstalledCommands commands, @Reference PluginGuard guard, BundleContext context) {
        this(commands, guard, plain(context.getBundle().getVersion()));
    }

    /**
     * @param commands the commands
     * @param guard    lets an end that is asked for reach calls of plug-ins
     * @param version  the framework's version, for {@code --version}
     */
    public CommandRunner(InstalledCommands commands, PluginGuard guard, String version) {
        this.commands = commands;
        this.guard = guard;
        this.version = version;
    }

    private static String plain(Version version) {
        return version.getMajor() + "." + version.getMinor() + "." + version.getMicro()
                + (version.getQualifier().isEmpty() ? "" : "-" + version.getQualifier());
    }

    /**
     * Runs a command.
     *
     * @param arguments its name, options and parameters
     * @return the exit status; errors are printed
     */
    public int run(Console console, List<String> arguments) {
        try {
            String name = arguments.stream().filter(word -> !word.startsWith("-")).findFirst().orElse("");
            return guard.during(console.stop(), () -> use(commands.open(name), console, line -> parseAndRun(line, console, arguments)));
        } catch (RuntimeException | Error e) {
            return fail(Failure.of(e), e, console, arguments);
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    /** Returns the exit status and message for an unknown command, as on the command line. */
    public Failure unknown(String name) {
        return Failure.unknownCommand(name, commands.names(), commands.unavailable(name));
    }

    /**
     * Uses the tree of commands, for example to find completions.
     *
     * @param console whose width and colours help texts keep to
     * @return what {@code work} returns
     */
    public <T> T use(Console console, Function<CommandLine, T> work) {
        return use(commands.open(), console, work);
    }

    private <T> T use(Opened commands, Console console, Function<CommandLine, T> work) {
        try (Opened opened = commands) {
            return work.apply(CommandTree.of(opened.entries(), version, console));
        }
    }

    private int parseAndRun(CommandLine root, Console console, List<String> arguments) {
        try {
            ParseResult parsed = root.parseArgs(arguments.toArray(String[]::new));
            if (CommandLine.printHelpIfRequested(parsed)) {
                return 0;
            }
            ParseResult chosen = parsed;
            while (chosen.hasSubcommand()) {
                chosen = chosen.subcommand();
            }
            if (chosen.commandSpec().userObject() instanceof GrowthCommand command) {
                return command.run(console);
            }
            console.err().println(Root.OVERVIEW);
            return Kind.CONFIGURATION.exitStatus();
        } catch (ParameterException e) {
            return fail(Failure.of(e, commands::unavailable), e, console, arguments);
        }
    }

    /** Prints the failure and returns its status. Arguments that cannot be parsed may still ask for the stack trace. */
    private static int fail(Failure failure, Throwable thrown, Console console, List<String> arguments) {
        console.out().flush();
        console.err().println("growth: " + failure.line());
        if (arguments.contains("--debug")) {
            thrown.printStackTrace(console.err());
        }
        return failure.status();
    }
}
