package growth.launcher;

import growth.launcher.place.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.osgi.framework.BundleException;

/**
 * An installation's framework in a JVM that was started by somebody else, who stays in charge of signals, logging and the process's end.
 * There can be one in a JVM: native libraries are loaded by one class loader alone.
 */
public final class EmbeddedFramework implements AutoCloseable {
    private final Boot boot;
    private final Session session;

    private EmbeddedFramework(Boot boot) {
        this.boot = boot;
        this.session = new Session(boot.installation(), boot.framework());
    }

    /**
     * A service of the host.
     *
     * @param type       under which it is registered: a type of the JDK or of {@link growth.launcher.place}
     * @param properties its properties
     */
    public record Service<T>(Class<T> type, T service, Map<String, ?> properties) {
        private void register(RunningFramework framework) {
            Dictionary<String, Object> dictionary = new Hashtable<>();
            properties.forEach(dictionary::put);
            framework.context().registerService(type, service, dictionary);
        }
    }

    /**
     * How the framework is started.
     *
     * @param home       the installation
     * @param properties in addition to the JVM's system properties, for example {@code growth.plugins} (the folder of plug-ins),
     *                   {@code growth.storage} and {@code growth.cache}
     * @param services   they are there before any bundle starts
     */
    public record Settings(Path home, Map<String, String> properties, List<Service<?>> services) {
        /** Copies them. */
        public Settings {
            properties = Map.copyOf(properties);
            services = List.copyOf(services);
        }

        private Properties system() {
            Properties system = new Properties();
            system.putAll(System.getProperties());
            properties.forEach(system::setProperty);
            system.setProperty(Installation.HOME, home.toString());
            return system;
        }
    }

    /**
     * Starts a framework.
     *
     * @param arguments of the command that {@link #call} runs; empty for a framework that is only asked for its {@link #commands}
     * @param stop      whether that command is to end
     * @throws StartException if there is no installation, or its framework does not start; the message is one line
     */
    public static EmbeddedFramework start(Settings settings, List<String> arguments, BooleanSupplier stop) {
        try {
            Properties system = settings.system();
            Boot boot = Boot.of(Installation.from(system), system, arguments.contains(Installation.SAFE_OPTION),
                    warning -> System.err.println("growth: " + warning));
            EmbeddedFramework embedded = new EmbeddedFramework(boot);
            try {
                settings.services().forEach(service -> service.register(boot.framework()));
                embedded.session.start(arguments.toArray(String[]::new), stop);
            } catch (IOException | BundleException | RuntimeException e) {
                embedded.close();
                throw e;
            }
            return embedded;
        } catch (IOException | BundleException e) {
            throw new StartException("the framework did not start: " + e.getMessage(), e);
        }
    }

    /**
     * Returns what carries out command lines.
     *
     * @throws StartException if no bundle offers it
     */
    public Commands commands() {
        return session.service(Commands.class, null);
    }

    /**
     * Runs the command of the arguments on this process's standard streams, as {@code bin/growth} does.
     *
     * @return its exit status
     * @throws StartException if no bundle offers the command
     */
    public int call() {
        return session.call();
    }

    /** Returns a property of the framework: of its settings, the JVM's system properties or the installation's files; null if not set. */
    public String property(String key) {
        return boot.framework().property(key);
    }

    /** Stops the bundles, and removes what the framework kept for this process. */
    @Override
    public void close() {
        boot.framework().stop();
        boot.close();
    }
}
