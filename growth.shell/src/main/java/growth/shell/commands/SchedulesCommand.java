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

/** Says which growth schedules are installed. */
@Component(service = GrowthCommand.class, scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "schedules", group = "Plug-ins", order = 60)
@Command(description = "lists the installed growth schedules, or explains one",
        footer = {
            "",
            "Examples:",
            "  growth schedules",
            "  growth schedules one-hop",
            "",
            "A jar copied into the folder plugins/ appears here within two seconds; one that cannot be used is listed with the reason."
        })
public final class SchedulesCommand extends KindCommand {
    @Activate
    public SchedulesCommand(@Reference Catalogue catalogue) {
        super(catalogue, PluginKind.SCHEDULE);
    }
}
