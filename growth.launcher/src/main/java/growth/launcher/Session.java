package growth.launcher;

import java.io.IOException;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** One run of the framework: install, start, call the command, stop. */
final class Session {

    /** Framework property: whether there is no command, and a bundle ends the process when it likes. */
    static final String WAIT = "growth.wait";
    private static final String COMMAND = "(growth.main=true)";
    private static final int UNEXPECTED = 1;

    private final Installation installation;
    private final RunningFramework framework;
    private List<String> complaints = List.of();

    Session(Installation installation, RunningFramework framework) {
        this.installation = installation;
        this.framework = framework;
    }

    /** Returns the exit status. */
    int run(String[] arguments, StopRequest stop) throws IOException, BundleException, InterruptedException {
        try {
            start(arguments, stop);
            if (Boolean.parseBoolean(framework.property(WAIT))) {
                stop.commandEnded();
                framework.awaitStop();
                return 0;
            }
            Callable<?> command = command();
            stop.commandBegins();
            int status = call(command);
            stop.commandEnded(status);
            return status;
        } finally {
            stop.commandEnded();
            framework.stop();
        }
    }

    /**
     * Starts the bundles; those that do not start are told of on standard error.
     *
     * @param stop whether the process was asked to end
     */
    void start(String[] arguments, BooleanSupplier stop) throws IOException, BundleException {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("launcher.arguments", arguments.clone());
        framework.context().registerService(BooleanSupplier.class, stop, properties);
        complaints = new Bundles(installation, framework).start();
        complaints.forEach(complaint -> System.err.println("growth: " + complaint));
    }

    /** Calls the command with the arguments of the start, and returns its exit status. */
    int call() {
        return call(command());
    }

    private Callable<?> command() {
        return service(Callable.class, COMMAND);
    }

    /**
     * Returns the service.
     *
     * @param filter which one; null for any
     * @throws StartException if there is none
     */
    <T> T service(Class<T> type, String filter) {
        Collection<ServiceReference<T>> found = references(type, filter);
        if (found.isEmpty()) {
            throw new StartException("no command: none of the bundles in " + installation.home().resolve("bundle")
                    + " offers the service " + type.getName() + (filter == null ? "" : " with " + filter)
                    + (complaints.isEmpty() ? "" : "; see the bundles named above"));
        }
        return Optional.ofNullable(framework.context().getService(found.iterator().next()))
                .orElseThrow(() -> new StartException("the command cannot be created, because a component that it needs fails; "
                        + "JAVA_OPTS=-Dds.loglevel=error shows which and why"));
    }

    private <T> Collection<ServiceReference<T>> references(Class<T> type, String filter) {
        try {
            return framework.context().getServiceReferences(type, filter);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private int call(Callable<?> command) {
        try {
            return command.call() instanceof Number status ? status.intValue() : 0;
        } catch (Exception | Error e) {
            System.err.println("growth: unexpected: " + e);
            if (Boolean.parseBoolean(framework.property("growth.debug"))) {
                e.printStackTrace();
            }
            return UNEXPECTED;
        }
    }
}
