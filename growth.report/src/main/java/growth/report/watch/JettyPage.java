package growth.report.watch;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** One page and the server that serves it. */
final class JettyPage implements WatchServer.Page {
    static final byte[] LOOPBACK = {127, 0, 0, 1};
    /** Property of a server by which its page finds it. */
    static final String TOKEN = "growth.watch";
    private static final String FACTORY = "org.apache.felix.http";
    private static final String RUNTIME = "org.osgi.service.servlet.runtime.HttpServiceRuntime";
    private static final long LONGEST_START_MILLIS = 10_000;
    private static final long LOOK_MILLIS = 20;
    private static final long HEARTBEAT_MILLIS = 5_000;
    private static final long LONGEST_LEAVE_MILLIS = 1_000;
    private final Broadcast broadcast;
    private final WatchServlet servlet;
    private final Configuration configuration;
    private final ServiceRegistration<Servlet> registration;
    private final Runnable closed;
    private final String address;
    private final int port;

    /** @param closed told when it no longer listens */
    JettyPage(BundleContext context, ConfigurationAdmin configurations, Watched watched, int port, Runnable closed) {
        this.closed = closed;
        this.port = port;
        WatchAccess access = WatchAccess.random();
        broadcast = new Broadcast(watched);
        servlet = new WatchServlet(access, broadcast, HEARTBEAT_MILLIS);
        registration = context.registerService(Servlet.class, servlet, new Hashtable<>(Map.of(
                "osgi.http.whiteboard.servlet.pattern", "/*",
                "osgi.http.whiteboard.target", "(" + TOKEN + "=" + access.token() + ")")));
        address = "http://127.0.0.1:" + port + "/" + access.token() + "/";
        try {
            configuration = configurations.createFactoryConfiguration(FACTORY, "?");
            configuration.update(JettyWatchServer.settings(access.token(), port));
        } catch (IOException e) {
            registration.unregister();
            throw new GrowthException(Kind.UNEXPECTED, "the web server cannot be configured: " + e.getMessage(), e);
        }
        try {
            awaitStart(context, access.token());
        } catch (RuntimeException e) {
            stopListening();
            throw e;
        }
    }

    private static void awaitStart(BundleContext context, String token) {
        long until = System.nanoTime() + LONGEST_START_MILLIS * 1_000_000;
        try {
            while (context.getAllServiceReferences(RUNTIME, "(" + TOKEN + "=" + token + ")") == null) {
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
    public String address() {
        return address;
    }

    @Override
    public void show(Watched watched) {
        broadcast.show(watched);
    }

    @Override
    public int viewers() {
        return servlet.viewers();
    }

    @Override
    public void close() {
        // An interrupt may be the very reason why the page is closed, and must not keep it from being closed.
        boolean interrupted = Thread.interrupted();
        broadcast.end();
        long until = System.nanoTime() + LONGEST_LEAVE_MILLIS * 1_000_000;
        try {
            while (servlet.viewers() > 0 && System.nanoTime() < until) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopListening();
        closed.run();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the server and waits until it has: it does so on another thread, and not at all if its bundle stops first. */
    private void stopListening() {
        try {
            registration.unregister();
            configuration.delete();
            long until = System.nanoTime() + LONGEST_START_MILLIS * 1_000_000;
            while (listens() && System.nanoTime() < until) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (IOException | IllegalStateException e) {
            // The framework stops, and takes both with it.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getByAddress(LOOPBACK), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
