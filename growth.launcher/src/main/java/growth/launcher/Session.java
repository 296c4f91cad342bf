package growth.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
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
    private final StopRequest stop;
    private final List<String> complaints = new ArrayList<>();

    Session(Installation installation, RunningFramework framework, StopRequest stop) {
        this.installation = installation;
        this.framework = framework;
        this.stop = stop;
    }

    /** Returns the exit status. */
    int run(String[] arguments) throws IOException, BundleException, InterruptedException {
        try {
            registerArguments(arguments);
            List<Bundle> bundles = install();
            framework.start();
            start(bundles);
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

    private void registerArguments(String[] arguments) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("launcher.arguments", arguments.clone());
        framework.context().registerService(BooleanSupplier.class, stop, properties);
    }

    private List<Bundle> install() throws IOException {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : installation.bundles()) {
            try {
                bundles.add(framework.install(jar));
            } catch (BundleException e) {
                complaints.add(jar.getFileName() + " cannot be installed: " + e.getMessage());
            }
        }
        return bundles;
    }

    private void start(List<Bundle> bundles) {
        String names = framework.property(Installation.NOT_STARTED);
        Set<String> notStarted = names == null ? Set.of() : Set.copyOf(Arrays.asList(names.split("\\s*,\\s*")));
        for (Bundle bundle : bundles) {
            if (notStarted.contains(bundle.getSymbolicName())) {
                continue;
            }
            try {
                RunningFramework.start(bundle);
            } catch (BundleException e) {
                complaints.add(bundle.getSymbolicName() + " does not start: " + e.getMessage());
            }
        }
        complaints.forEach(complaint -> System.err.println("growth: " + complaint));
    }

    private Callable<?> command() {
        try {
            Collection<ServiceReference<Callable<?>>> found = commands();
            if (found.isEmpty()) {
                throw new StartException("no command: none of the bundles in " + installation.home().resolve("bundle")
                        + " offers the service " + Callable.class.getName() + " with " + COMMAND
                        + (complaints.isEmpty() ? "" : "; see the bundles named above"));
            }
            return Optional.<Callable<?>>ofNullable(framework.context().getService(found.iterator().next()))
                    .orElseThrow(() -> new StartException("the command cannot be created, because a component that it needs fails; "
                            + "JAVA_OPTS=-Dds.loglevel=error shows which and why"));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a service's class cannot name type arguments
    private Collection<ServiceReference<Callable<?>>> commands() throws InvalidSyntaxException {
        return (Collection) framework.context().getServiceReferences(Callable.class, COMMAND);
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
