package growth.shell.serve;

import growth.api.GrowthException;
import growth.report.monitor.Health;
import growth.report.monitor.MonitorServer;
import growth.report.monitor.MonitorServer.Access;
import growth.report.monitor.MonitorServer.Monitor;
import growth.report.monitor.RunMonitors;
import growth.shell.command.Console;
import growth.shell.doctor.Finding;
import growth.shell.doctor.Findings;
import growth.shell.doctor.InstalledChecks;
import growth.shell.doctor.SpaceCheck;
import growth.shell.doctor.TrainingCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Serves what a command trains, if the user wants that. */
@Component(service = Serving.class)
public final class Serving {
    private final MonitorServer server;
    private final Supplier<List<Finding>> installed;

    @Activate
    public Serving(@Reference MonitorServer server, @Reference InstalledChecks checks) {
        this(server, checks::lookLive);
    }

    /** @param installed runs the installed checks that tell of a training that is under way */
    public Serving(MonitorServer server, Supplier<List<Finding>> installed) {
        this.server = server;
        this.installed = installed;
    }

    /** What is served. */
    public static final class Served implements AutoCloseable {
        private final Optional<RunMonitors> runs;
        private final Optional<Monitor> monitor;

        private Served(Optional<RunMonitors> runs, Optional<Monitor> monitor) {
            this.runs = runs;
            this.monitor = monitor;
        }

        /** Returns the runs that are served; empty if nothing is. */
        public Optional<RunMonitors> runs() {
            return runs;
        }

        /** Stops listening. */
        @Override
        public void close() {
            monitor.ifPresent(Monitor::close);
        }
    }

    /**
     * Begins to listen, and says where.
     *
     * @param flags  what the user wants
     * @param folder where the runs are written, there already or not
     * @throws GrowthException (CONFIGURATION) if that cannot be, such as when the port is in use
     */
    public Served open(ServeFlags flags, Path folder, Console console) {
        Optional<Access> wanted = flags.access(console);
        if (wanted.isEmpty()) {
            return new Served(Optional.empty(), Optional.empty());
        }
        Access access = wanted.get();
        RunMonitors runs = new RunMonitors();
        Supplier<Health> health = new RecentHealth(() -> health(runs, folder), System::nanoTime);
        Monitor monitor = GrowthException.placed("--serve", () -> server.open(access, runs, health));
        // results of the training go to standard output
        String url = monitor.address().url();
        console.err().println("serving " + url + "health and " + url + "metrics"
                + (flags.random() ? "; ask with the header 'Authorization: Bearer " + access.token().orElseThrow() + "'" : ""));
        if (!access.address().loopback()) {
            console.err().println("others can reach " + access.address().host() + ", and nothing is encrypted on the way; see --serve in"
                    + " 'growth help train'");
        }
        return new Served(Optional.of(runs), Optional.of(monitor));
    }

    private Health health(RunMonitors runs, Path folder) {
        List<Finding> findings = new ArrayList<>(Finding.of(TrainingCheck.SUBJECT, new TrainingCheck(runs).execute()));
        findings.addAll(Finding.of(SpaceCheck.SUBJECT, new SpaceCheck(folder).execute()));
        findings.addAll(installed.get());
        return Findings.health(findings);
    }
}
