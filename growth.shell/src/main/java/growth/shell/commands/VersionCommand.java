package growth.shell.commands;

import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.text.Table;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the versions. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "version", group = "Shell and help", order = 150)
@Command(description = "prints the versions of growth, Java and the framework")
public final class VersionCommand implements GrowthCommand {
    private final String framework;

    @Spec
    private CommandSpec spec;

    @Activate
    public VersionCommand(BundleContext context) {
        this(context.getProperty(Constants.FRAMEWORK_VENDOR) + " " + context.getBundle(0).getVersion());
    }

    /** @param framework vendor and version of the OSGi framework */
    VersionCommand(String framework) {
        this.framework = framework;
    }

    @Override
    public int run(Console console) {
        console.out().println(String.join("", spec.root().version()));
        Table table = new Table("", "");
        table.row("Java", System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ", "
                + System.getProperty("java.vendor") + ")");
        table.row("framework", framework);
        table.row("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + System.getProperty("os.arch"));
        table.lines(console.width()).forEach(console.out()::println);
        return 0;
    }
}
