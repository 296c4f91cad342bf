package growth.shell.commands;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.project.PluginName;
import growth.shell.project.PluginProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a project for a plug-in. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "new-plugin", group = "Plug-ins", order = 70)
@Command(description = "writes a Maven project with an operator, a schedule or a suite of your own",
        footer = {
            "",
            "Examples:",
            "  growth new-plugin my-stack",
            "  growth new-plugin my-stages --schedule --dir plugins/my-stages",
            "",
            "The project needs a JDK and Maven. It takes growth's artefacts from this installation; 'mvn verify' builds and tests it."
        })
public final class NewPluginCommand implements GrowthCommand {
    private final Catalogue catalogue;
    private final Path home;
    private final Path plugins;

    @Parameters(paramLabel = "NAME", description = "its name in run files: lower-case words joined by hyphens, e.g. my-stack")
    private String name;

    @Option(names = "--operator", description = "writes an operator, which says how a model grows (default)")
    private boolean operator;

    @Option(names = "--schedule", description = "writes a schedule, which says when a model grows, and to what")
    private boolean schedule;

    @Option(names = "--suite", description = "writes an evaluation suite, which says what models are asked")
    private boolean suite;

    @Option(names = "--dir", paramLabel = "DIR", description = "the folder to write; must not exist (default: NAME)")
    private Path folder;

    @Activate
    public NewPluginCommand(BundleContext context, @Reference Catalogue catalogue) {
        this(Path.of(context.getProperty("growth.home")), Path.of(context.getProperty("growth.plugins")), catalogue);
    }

    /**
     * @param home    the installation
     * @param plugins the folder that it watches for plug-ins
     */
    NewPluginCommand(Path home, Path plugins, Catalogue catalogue) {
        this.home = home;
        this.plugins = plugins;
        this.catalogue = catalogue;
    }

    @Override
    public int run(Console console) {
        if (Stream.of(operator, schedule, suite).filter(asked -> asked).count() > 1) {
            throw refusal("a project holds one plug-in: give one of --operator, --schedule and --suite");
        }
        PluginKind kind = suite ? PluginKind.SUITE : schedule ? PluginKind.SCHEDULE : PluginKind.OPERATOR;
        PluginName given = new PluginName(name);
        catalogue.plugins(kind).stream().filter(plugin -> plugin.name().equals(name)).findFirst().ifPresent(this::refuse);
        Path repository = home.resolve("repository");
        if (!Files.isDirectory(repository)) {
            throw refusal("the installation " + home + " has no folder 'repository', which plug-ins are built from; install growth again");
        }
        Path shown = folder == null ? Path.of(name) : folder;
        new PluginProject(given, kind, repository).write(console.resolve(shown));
        console.out().println("wrote " + shown + ": the " + kind.words() + " '" + name + "' with a test and what builds them");
        console.out().println("  build:    (cd " + shown + " && mvn verify)");
        console.out().println("  install:  cp " + shown.resolve("target").resolve(name + "-0.1.0.jar") + " " + plugins);
        console.out().println("  look:     growth " + kind.words() + "s " + name);
        return 0;
    }

    private void refuse(PluginInfo plugin) {
        throw refusal("the " + plugin.kind().words() + " '" + name + "' is installed already (" + plugin.bundle()
                + "); give another name");
    }

    private static GrowthException refusal(String message) {
        return new GrowthException(Kind.CONFIGURATION, message);
    }
}
