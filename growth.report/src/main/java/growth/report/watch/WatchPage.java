package growth.report.watch;

import growth.report.http.HttpServers;
import growth.report.http.Served;
import org.osgi.framework.BundleContext;

/** One page and the server that serves it. */
final class WatchPage implements WatchServer.Page {
    private static final long HEARTBEAT_MILLIS = 5_000;
    private static final long LONGEST_LEAVE_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 20;
    private final WatchAccess access = WatchAccess.random();
    private final Broadcast broadcast;
    private final WatchServlet servlet;
    private final HttpServers.Server server;
    private final Served served;

    WatchPage(HttpServers.Server server, Watched watched, BundleContext context) {
        this.server = server;
        broadcast = new Broadcast(watched);
        servlet = new WatchServlet(access, broadcast, HEARTBEAT_MILLIS);
        served = Served.at(server, servlet, context);
    }

    @Override
    public String address() {
        return server.address().url() + access.token() + "/";
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
        // An interrupt may be the very reason why the page is closed, and viewers are let go all the same.
        boolean interrupted = Thread.interrupted();
        broadcast.end();
        long until = System.nanoTime() + LONGEST_LEAVE_MILLIS * 1_000_000;
        try {
            while (servlet.viewers() > 0 && System.nanoTime() < until) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        served.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
