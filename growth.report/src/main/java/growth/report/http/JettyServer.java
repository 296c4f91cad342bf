package growth.report.http;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.io.IOException;
import java.net.Socket;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** One server. */
final class JettyServer implements HttpServers.Server {
    /** Property of a server by which its servlets find it. */
    private static final String KEY = "growth.server";
    private static final String FACTORY = "org.apache.felix.http";
    private static final String RUNTIME = "org.osgi.service.servlet.runtime.HttpServiceRuntime";
    /** On a busy machine it has taken more than ten seconds. */
    private static final long LONGEST_START_MILLIS = 60_000;
    private static final long LONGEST_STOP_MILLIS = 10_000;
    private static final long LOOK_MILLIS = 20;
    private final HttpAddress address;
    private final String target;
    private final Configuration configuration;
    private final Runnable closed;

    /**
     * What a server is to be.
     *
     * @param name    what it is for, in words
     * @param address where it listens; the port is a certain one
     * @param threads most threads
     */
    record Settings(String name, HttpAddress address, int threads) {
        Hashtable<String, Object> properties(String key) {
            return new Hashtable<>(Map.of(
                    "org.apache.felix.http.enable", true,
                    "org.apache.felix.http.host", address.host(),
                    "org.osgi.service.http.port", address.port(),
                    "org.apache.felix.http.name", name,
                    "org.apache.felix.http.jetty.acceptors", 1,
                    "org.apache.felix.http.jetty.selectors", 1,
                    "org.apache.felix.http.jetty.threadpool.max", threads,
                    "org.apache.felix.http.runtime.init." + KEY, key));
        }
    }

    /** @param closed told when it no longer listens */
    JettyServer(BundleContext context, ConfigurationAdmin configurations, Settings settings, Runnable closed) {
        this.address = settings.address();
        this.closed = closed;
        String key = HttpAccess.secret();
        target = "(" + KEY + "=" + key + ")";
        try {
            configuration = configurations.createFactoryConfiguration(FACTORY, "?");
            configuration.update(settings.properties(key));
        } catch (IOException e) {
            throw new GrowthException(Kind.UNEXPECTED, "the web server cannot be configured: " + e.getMessage(), e);
        }
        try {
            awaitStart(context);
        } catch (RuntimeException e) {
            stopListening();
            throw e;
        }
    }

    private void awaitStart(BundleContext context) {
        long until = System.nanoTime() + LONGEST_START_MILLIS * 1_000_000;
        try {
            while (context.getAllServiceReferences(RUNTIME, target) == null) {
                if (System.nanoTime() > until) {
                    throw new GrowthException(Kind.UNEXPECTED, "the web server does not start; JAVA_OPTS=-Djava.util.logging.config.file="
                            + "FILE with .level = INFO shows why");
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrowthException(Kind.UNEXPECTED, "interrupted while the web server started", e);
        }
    }

    @Override
    public HttpAddress address() {
        return address;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public void close() {
        // An interrupt may be the very reason why the server is closed, and must not keep it from being closed.
        boolean interrupted = Thread.interrupted();
        stopListening();
        closed.run();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the server and waits until it has: it does so on another thread, and not at all if its bundle stops first. */
    private void stopListening() {
        try {
            configuration.delete();
            long until = System.nanoTime() + LONGEST_STOP_MILLIS * 1_000_000;
            while (listens() && System.nanoTime() < until) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (IOException | IllegalStateException e) {
            // The framework stops, and takes it with it.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(address.resolved(), address.port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
