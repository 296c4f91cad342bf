package growth.shell.line;

import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.ComponentReasons;
import growth.runtime.plugins.Lease;
import growth.shell.command.CommandListing;
import growth.shell.command.GrowthCommand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferenceScope;

/** The commands that bundles offer as services. */
@Component
public final class RegisteredCommands implements InstalledCommands {
    @Reference(service = GrowthCommand.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            scope = ReferenceScope.PROTOTYPE_REQUIRED)
    private volatile List<ComponentServiceObjects<GrowthCommand>> services;

    @Reference
    private ComponentReasons unsatisfied;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile Catalogue catalogue;

    @Override
    public Opened open() {
        return open(services);
    }

    /** Creates one command only: all of them take a tenth of a second, which a short command would notice. */
    @Override
    public Opened open(String name) {
        awaitPlugIns(name);
        List<ComponentServiceObjects<GrowthCommand>> all = services;
        return open(all.stream()
                .filter(service -> name(service).equals(name) && !Boolean.TRUE.equals(property(service, CommandListing.OVERVIEW)))
                .findFirst().map(List::of).orElse(all));
    }

    /** Waits for plug-ins that are being installed, since a missing command may come with one of them. */
    private void awaitPlugIns(String name) {
        Catalogue plugins = catalogue;
        if (plugins != null && !name.isEmpty() && !names().contains(name)) {
            plugins.settle();
        }
    }

    private Opened open(List<ComponentServiceObjects<GrowthCommand>> services) {
        Map<GrowthCommand, ComponentServiceObjects<GrowthCommand>> taken = new LinkedHashMap<>();
        List<CommandEntry> entries = new ArrayList<>();
        List<Lease<?>> held = new ArrayList<>();
        for (ComponentServiceObjects<GrowthCommand> service : services) {
            // a bundle that is being removed gives no object
            Optional.ofNullable(service.getService()).ifPresent(command -> {
                taken.put(command, service);
                hold(command).ifPresent(held::add);
                entries.add(new CommandEntry(name(service), Objects.toString(property(service, CommandListing.GROUP), "Others"),
                        property(service, CommandListing.ORDER) instanceof Integer order ? order : Integer.MAX_VALUE, command));
            });
        }
        entries.sort(CommandEntry.ORDER);
        return new Opened() {
            @Override
            public List<CommandEntry> entries() {
                return Collections.unmodifiableList(entries);
            }

            @Override
            public void close() {
                taken.forEach((command, service) -> service.ungetService(command));
                held.forEach(Lease::close);
            }
        };
    }

    /** Holds a command of a plug-in, so that it runs to its end even if its jar is replaced meanwhile. */
    private Optional<Lease<GrowthCommand>> hold(GrowthCommand command) {
        Catalogue plugins = catalogue;
        return plugins == null ? Optional.empty() : plugins.hold(command);
    }

    @Override
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        services.forEach(service -> names.add(name(service)));
        return names;
    }

    @Override
    public Optional<String> unavailable(String name) {
        return unsatisfied.with(CommandListing.NAME, name);
    }

    private static String name(ComponentServiceObjects<GrowthCommand> service) {
        return Objects.toString(property(service, CommandListing.NAME), "?");
    }

    private static Object property(ComponentServiceObjects<GrowthCommand> service, String key) {
        return service.getServiceReference().getProperty(key);
    }
}
