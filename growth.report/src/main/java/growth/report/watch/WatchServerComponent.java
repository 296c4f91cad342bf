package growth.report.watch;

import growth.report.http.HttpAddress;
import growth.report.http.HttpServers;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Pages, each at a server of its own. */
@Component
public final class WatchServerComponent implements WatchServer {
    /** Each viewer keeps a thread. */
    private static final int THREADS = 48;
    private final BundleContext context;
    private final HttpServers servers;

    @Activate
    public WatchServerComponent(BundleContext context, @Reference HttpServers servers) {
        this.context = context;
        this.servers = servers;
    }

    @Override
    public Page open(Watched watched, int port) {
        return new WatchPage(servers.open("growth watch", HttpAddress.loopback(port), THREADS), watched, context);
    }
}
