package growth.shell.gogo;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * Gogo's own functions while our shell is open. Its bundle would offer them when started, but it would also open a shell of its own on the
 * terminal.
 */
final class GogoBuiltins implements AutoCloseable {
    private static final String SCOPE = "gogo";
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    GogoBuiltins(BundleContext context, CommandProcessor processor) {
        register(context, new Builtin(), "format", "getopt", "new", "set", "tac", "type", "jobs", "fg", "bg", "history");
        register(context, new Posix(processor), "cat", "echo", "grep", "sort", "sleep", "cd", "pwd", "ls", "less", "head", "tail", "clear",
                "wc", "date");
        register(context, new Procedural(), "each", "if", "not", "throw", "try", "until", "while", "break", "continue");
    }

    private void register(BundleContext context, Object functions, String... names) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(CommandProcessor.COMMAND_SCOPE, SCOPE);
        properties.put(CommandProcessor.COMMAND_FUNCTION, names);
        registrations.add(context.registerService(Object.class, functions, properties));
    }

    @Override
    public void close() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
