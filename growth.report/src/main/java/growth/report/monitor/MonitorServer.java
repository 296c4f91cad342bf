package growth.report.monitor;

import growth.api.GrowthException;
import growth.report.http.HttpAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;

/** Serves {@code GET /health} and {@code GET /metrics}. */
@ProviderType
public interface MonitorServer {
    /**
     * Opens a server.
     *
     * @param access where it listens and whom it answers
     * @param runs   the runs whose metrics are told, now and later
     * @param health looks how the process is; asked on threads of the server
     * @throws GrowthException (CONFIGURATION) if the port is in use or the host none of this machine, (UNEXPECTED) if no server starts
     */
    Monitor open(Access access, RunMonitors runs, Supplier<Health> health);

    /**
     * Where it listens and whom it answers.
     *
     * @param address where it listens
     * @param token   what requests bring as {@code Authorization: Bearer TOKEN}; empty: nothing
     */
    record Access(HttpAddress address, Optional<String> token) {
    }

    /** An open server. */
    interface Monitor extends AutoCloseable {
        /** Returns where it listens, the port that was chosen included. */
        HttpAddress address();

        /** Stops listening. */
        @Override
        void close();
    }
}
