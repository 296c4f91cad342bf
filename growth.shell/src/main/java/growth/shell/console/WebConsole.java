package growth.shell.console;

import growth.api.GrowthException;
import growth.report.http.HttpAddress;
import growth.report.http.HttpLogin;
import growth.report.http.HttpServers;
import growth.shell.command.Console;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Opens the Felix web console. Its bundles are installed and not started, and are optional; the first of a process that asks starts them.
 */
@Component(service = WebConsole.class)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"growth.report.http.HttpLogin\"", effective = "active")
public final class WebConsole {
    private static final int THREADS = 24;
    private final BundleContext context;
    private final HttpServers servers;
    private final ConfigurationAdmin configurations;

    @Activate
    public WebConsole(BundleContext context, @Reference HttpServers servers, @Reference ConfigurationAdmin configurations) {
        this.context = context;
        this.servers = servers;
        this.configurations = configurations;
    }

    /** Something open. */
    public interface Open extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Opens the console, if that is wanted, and says where.
     *
     * @throws GrowthException (CONFIGURATION) if there is no password or the port is in use, (MISSING_PLUGIN) if it is not installed
     */
    public Open open(ConsoleFlags flags, Console console) {
        Optional<Integer> port = flags.port();
        if (port.isEmpty()) {
            return () -> { };
        }
        ConsoleBundles.require(context);
        String password = flags.password(console, () -> System.console() == null ? null
                : System.console().readPassword("password of the web console, for as long as this shell is open: "));
        HttpServers.Server server = GrowthException.placed("--console",
                () -> servers.open("growth console", HttpAddress.loopback(port.get()), THREADS));
        Open open = start(server, password);
        console.err().println("web console at " + server.address().url() + "system/console, user " + ConsoleLogin.USER
                + "; whoever logs in there can change and stop everything in this process");
        return open;
    }

    private Open start(HttpServers.Server server, String password) {
        ConsoleBundles bundles = new ConsoleBundles(context, configurations, server.target());
        ServiceRegistration<HttpLogin> login = context.registerService(HttpLogin.class, new ConsoleLogin(password), null);
        Open open = () -> {
            unregister(login::unregister);
            bundles.stop();
            server.close();
        };
        try {
            bundles.start();
            return open;
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private static void unregister(Runnable registration) {
        try {
            registration.run();
        } catch (IllegalStateException e) {
            // The framework stops, and has taken it already.
            return;
        }
    }
}
