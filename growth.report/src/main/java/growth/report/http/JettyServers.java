package growth.report.http;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Servers by Felix HTTP. Its bundle, Jetty among it, is installed and not started, so that no other command pays for it: the first server
 * starts it and the last one stops it. Every server is made by a configuration of its own.
 */
@Component
public final class JettyServers implements HttpServers {
    private static final String JETTY = "org.apache.felix.http.jetty12";
    private final BundleContext context;
    private final ConfigurationAdmin configurations;
    private int servers;

    @Activate
    public JettyServers(BundleContext context, @Reference ConfigurationAdmin configurations) {
        this.context = context;
        this.configurations = configurations;
    }

    @Override
    public Server open(String name, HttpAddress address, int threads) {
        HttpAddress chosen = free(address);
        Bundle jetty = Arrays.stream(context.getBundles()).filter(bundle -> JETTY.equals(bundle.getSymbolicName())).findFirst()
                .orElseThrow(() -> new GrowthException(Kind.UNEXPECTED, "the web server is not installed: no bundle " + JETTY));
        begin(jetty);
        try {
            return new JettyServer(context, configurations, new JettyServer.Settings(name, chosen, threads), () -> end(jetty));
        } catch (RuntimeException | Error e) {
            end(jetty);
            throw e;
        }
    }

    /** Returns the address with a port that nobody listens at. */
    private static HttpAddress free(HttpAddress address) {
        try (ServerSocket socket = new ServerSocket(address.port(), 1, address.resolved())) {
            return new HttpAddress(address.host(), socket.getLocalPort());
        } catch (UnknownHostException e) {
            throw new GrowthException(Kind.CONFIGURATION, "nothing can listen at " + address.host() + ": the host is unknown", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new GrowthException(Kind.CONFIGURATION, "port " + address.port() + " of " + address.host() + " cannot be used: "
                    + e.getMessage() + "; name another one, or 0 for any that is free", e);
        }
    }

    private synchronized void begin(Bundle jetty) {
        try {
            jetty.start(Bundle.START_TRANSIENT);
            servers++;
        } catch (BundleException e) {
            throw new GrowthException(Kind.UNEXPECTED, "the web server does not start: " + e.getMessage(), e);
        }
    }

    private synchronized void end(Bundle jetty) {
        servers--;
        if (servers == 0) {
            try {
                jetty.stop(Bundle.STOP_TRANSIENT);
            } catch (BundleException | IllegalStateException e) {
                // The framework stops, and the bundle with it.
                return;
            }
        }
    }
}
