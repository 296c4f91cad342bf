package growth.shell.gogo;

import growth.shell.command.CommandListing;
import growth.shell.command.GrowthCommand;
import growth.shell.line.CommandRunner;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Registers every command as a function {@code growth:NAME}, and {@code growth} itself as one, so that users can type in the shell what a
 * message tells them to type. The component waits for a Gogo runtime; without one the command line works all the same.
 */
@Component(immediate = true, reference = @Reference(name = "gogo", service = CommandProcessor.class))
public final class GogoFunctions {
    /** Scope of the functions. */
    static final String SCOPE = "growth";
    private final BundleContext context;
    private final CommandRunner runner;
    private final Map<Object, ServiceRegistration<Function>> registrations = new ConcurrentHashMap<>();

    @Activate
    public GogoFunctions(BundleContext context, @Reference CommandRunner runner) {
        this.context = context;
        this.runner = runner;
        registrations.put(SCOPE, register(SCOPE, List.of()));
    }

    /** Takes the reference only: the service is created when the command is used. */
    @Reference(service = GrowthCommand.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCommand(ServiceReference<GrowthCommand> command) {
        if (command.getProperty(CommandListing.NAME) instanceof String name) {
            registrations.put(command, register(name, List.of(name)));
        }
    }

    void removeCommand(ServiceReference<GrowthCommand> command) {
        ServiceRegistration<Function> registration = registrations.remove(command);
        if (registration != null) {
            registration.unregister();
        }
    }

    @Deactivate
    void close() {
        registrations.values().forEach(ServiceRegistration::unregister);
        registrations.clear();
    }

    private ServiceRegistration<Function> register(String name, List<String> words) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(CommandProcessor.COMMAND_SCOPE, SCOPE);
        properties.put(CommandProcessor.COMMAND_FUNCTION, name);
        return context.registerService(Function.class, new GogoFunction(runner, words), properties);
    }
}
