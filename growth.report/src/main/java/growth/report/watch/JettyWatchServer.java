package growth.report.watch;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Pages by Felix HTTP. Its bundle, Jetty among it, is installed and not started, so that no other command pays for it: the first page
 * starts it and the last one stops it. Every page is a server of its own, made by a configuration, on a port of its own.
 */
@Component
public final class JettyWatchServer implements WatchServer {
    private static final String JETTY = "org.apache.felix.http.jetty12";
    private final BundleContext context;
    private final ConfigurationAdmin configurations;
    private int pages;

    @Activate
    public JettyWatchServer(BundleContext context, @Reference ConfigurationAdmin configurations) {
        this.context = context;
        this.configurations = configurations;
    }

    @Override
    public Page open(Watched watched, int port) {
        int chosen = free(port);
        Bundle jetty = Arrays.stream(context.getBundles()).filter(bundle -> JETTY.equals(bundle.getSymbolicName())).findFirst()
                .orElseThrow(() -> new GrowthException(Kind.UNEXPECTED, "the web server is not installed: no bundle " + JETTY));
        begin(jetty);
        try {
            return new JettyPage(context, configurations, watched, chosen, () -> end(jetty));
        } catch (RuntimeException | Error e) {
            end(jetty);
            throw e;
        }
    }

    /** Returns a port that nobody listens at. */
    private static int free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(JettyPage.LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException | IllegalArgumentException e) {
            throw new GrowthException(Kind.CONFIGURATION, "port " + port + " cannot be used: " + e.getMessage()
                    + "; without --port a free one is chosen", e);
        }
    }

    private synchronized void begin(Bundle jetty) {
        try {
            jetty.start(Bundle.START_TRANSIENT);
            pages++;
        } catch (BundleException e) {
            throw new GrowthException(Kind.UNEXPECTED, "the web server does not start: " + e.getMessage(), e);
        }
    }

    private synchronized void end(Bundle jetty) {
        pages--;
        if (pages == 0) {
            try {
                jetty.stop(Bundle.STOP_TRANSIENT);
            } catch (BundleException | IllegalStateException e) {
                // The framework stops, and the bundle with it.
                return;
            }
        }
    }

    /** Returns the configuration of a server for one page. */
    static Hashtable<String, Object> settings(String token, int port) {
        return new Hashtable<>(Map.of(
                "org.apache.felix.http.enable", true,
                "org.apache.felix.http.host", "127.0.0.1",
                "org.osgi.service.http.port", port,
                "org.apache.felix.http.name", "growth watch",
                "org.apache.felix.http.jetty.acceptors", 1,
                "org.apache.felix.http.jetty.selectors", 1,
                "org.apache.felix.http.jetty.threadpool.max", 48,
                "org.apache.felix.http.runtime.init." + JettyPage.TOKEN, token));
    }
}
