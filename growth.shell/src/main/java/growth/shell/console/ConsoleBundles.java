package growth.shell.console;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.ConfigurationAdmin;

/** The bundles of the web console, from their start to their stop, and the configuration that binds it to one server. */
final class ConsoleBundles {
    /** In the order in which they start. */
    private static final List<String> NAMES = List.of("org.apache.felix.inventory", "org.apache.felix.webconsole",
            "org.apache.felix.webconsole.plugins.ds", "growth.console");
    private static final String PID = "org.apache.felix.webconsole.internal.servlet.OsgiManager";
    private static final String TARGET = "osgi.http.whiteboard.target";
    /**
     * A hash that no password has, since {@link ConsoleLogin} decides who logs in. Without a hash the console would not take its
     * configuration but update it by one, and while its bundle starts that update may find nobody to take it.
     */
    private static final String NO_PASSWORD = "{sha-256}none";
    private static final long LONGEST_START_MILLIS = 60_000;
    private static final long LOOK_MILLIS = 20;
    private final BundleContext context;
    private final String target;
    private final ConfigurationAdmin configurations;

    /** @param target the server's filter: without it, the console would be seen at every server of the process */
    ConsoleBundles(BundleContext context, ConfigurationAdmin configurations, String target) {
        this.context = context;
        this.configurations = configurations;
        this.target = target;
    }

    /** Starts them, and returns when the console is at the server. */
    void start() {
        try {
            configurations.getConfiguration(PID, "?")
                    .update(new Hashtable<>(Map.of("http.service.filter", target, "password", NO_PASSWORD)));
            for (String name : NAMES) {
                bundle(context, name).orElseThrow().start(Bundle.START_TRANSIENT);
            }
        } catch (BundleException | IOException e) {
            throw new GrowthException(Kind.UNEXPECTED, "the web console does not start: " + e.getMessage(), e);
        }
        awaitConsole();
    }

    /** @throws GrowthException (MISSING_PLUGIN) if one is missing */
    static void require(BundleContext context) {
        NAMES.stream().filter(name -> bundle(context, name).isEmpty()).findFirst().ifPresent(name -> {
            throw new GrowthException(Kind.MISSING_PLUGIN, "the web console is not installed: no bundle " + name
                    + "; put its jar back into bundle/");
        });
    }

    private static Optional<Bundle> bundle(BundleContext context, String name) {
        return Arrays.stream(context.getBundles()).filter(bundle -> name.equals(bundle.getSymbolicName())).findFirst();
    }

    private void awaitConsole() {
        long until = System.nanoTime() + LONGEST_START_MILLIS * 1_000_000;
        try {
            while (context.getAllServiceReferences("jakarta.servlet.Servlet", "(" + TARGET + "=" + escaped() + ")") == null) {
                if (System.nanoTime() > until) {
                    throw new GrowthException(Kind.UNEXPECTED, "the web console does not start; 'growth:bundles' in the shell shows which"
                            + " of its bundles does not");
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrowthException(Kind.UNEXPECTED, "interrupted while the web console started", e);
        }
    }

    private String escaped() {
        return target.replace("(", "\\(").replace(")", "\\)");
    }

    /** Stops the bundles, the last one first. */
    void stop() {
        try {
            for (int i = NAMES.size() - 1; i >= 0; i--) {
                Optional<Bundle> bundle = bundle(context, NAMES.get(i));
                if (bundle.isPresent()) {
                    bundle.get().stop(Bundle.STOP_TRANSIENT);
                }
            }
            configurations.getConfiguration(PID, "?").delete();
        } catch (BundleException | IOException | IllegalStateException e) {
            // The framework stops, and the bundles with it.
            return;
        }
    }
}
