package growth.report.monitor;

import growth.report.http.HttpAddress;
import growth.report.http.HttpServers;
import growth.report.http.Served;
import growth.runtime.plugins.Catalogue;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Monitors, each at a server of its own. */
@Component
public final class MonitorServerComponent implements MonitorServer {
    /** Few ask, and what they get is short. */
    private static final int THREADS = 8;
    private final BundleContext context;
    private final HttpServers servers;
    private final Catalogue catalogue;

    @Activate
    public MonitorServerComponent(BundleContext context, @Reference HttpServers servers, @Reference Catalogue catalogue) {
        this.context = context;
        this.servers = servers;
        this.catalogue = catalogue;
    }

    @Override
    public Monitor open(Access access, RunMonitors runs, Supplier<Health> health) {
        HttpServers.Server server = servers.open("growth monitor", access.address(), THREADS);
        String version = context.getBundle().getVersion().toString();
        Served served = Served.at(server, new MonitorServlet(access, () -> Exposition.of(runs, catalogue, version), health), context);
        return new Monitor() {
            @Override
            public HttpAddress address() {
                return server.address();
            }

            @Override
            public void close() {
                served.close();
            }
        };
    }
}
