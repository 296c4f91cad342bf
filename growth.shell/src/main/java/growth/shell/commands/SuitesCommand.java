package growth.shell.commands;

import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginKind;
import growth.shell.command.CommandListing;
import growth.shell.command.GrowthCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;

/** Says which evaluation suites are installed. */
@Component(service = GrowthCommand.class, scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "suites", group = "Plug-ins", order = 65)
@Command(description = "lists the installed evaluation suites, or explains one",
        footer = {
            "",
            "Examples:",
            "  growth suites",
            "  growth suites primitives",
            "",
            "A jar copied into the folder plugins/ appears here within two seconds; one that cannot be used is listed with the reason."
        })
public final class SuitesCommand extends KindCommand {
    @Activate
    public SuitesCommand(@Reference Catalogue catalogue) {
        super(catalogue, PluginKind.SUITE);
    }
}
