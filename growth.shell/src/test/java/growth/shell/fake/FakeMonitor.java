package growth.shell.fake;

import growth.api.GrowthException;
import growth.report.http.HttpAddress;
import growth.report.monitor.Health;
import growth.report.monitor.MonitorServer;
import growth.report.monitor.RunMonitors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Listens nowhere, and remembers what it was to serve. */
public final class FakeMonitor implements MonitorServer {
    /** What was opened. */
    public final List<Access> opened = new ArrayList<>();
    /** How many were closed. */
    public int closed;
    /** The runs of the last one. */
    public RunMonitors runs;
    /** The health of the last one. */
    public Supplier<Health> health;
    /** Why the next one cannot be opened. */
    public Optional<GrowthException> failure = Optional.empty();

    @Override
    public Monitor open(Access access, RunMonitors served, Supplier<Health> asked) {
        failure.ifPresent(reason -> {
            throw reason;
        });
        opened.add(access);
        runs = served;
        health = asked;
        return new Monitor() {
            @Override
            public HttpAddress address() {
                return access.address();
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }
}
