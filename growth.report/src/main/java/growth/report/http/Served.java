package growth.report.http;

import jakarta.servlet.Servlet;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A servlet at a server, for all its paths. */
public final class Served implements AutoCloseable {
    private final HttpServers.Server server;
    private final ServiceRegistration<Servlet> registration;

    private Served(HttpServers.Server server, ServiceRegistration<Servlet> registration) {
        this.server = server;
        this.registration = registration;
    }

    /** Serves a servlet at that server, which is closed with this object. */
    public static Served at(HttpServers.Server server, Servlet servlet, BundleContext context) {
        return new Served(server, context.registerService(Servlet.class, servlet, new Hashtable<>(Map.of(
                "osgi.http.whiteboard.servlet.pattern", "/*",
                "osgi.http.whiteboard.target", server.target()))));
    }

    /** Stops serving and listening. */
    @Override
    public void close() {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // The framework stops, and has taken it already.
        }
        server.close();
    }
}
