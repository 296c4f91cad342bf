package growth.report.http;

import growth.api.GrowthException;
import org.osgi.annotation.versioning.ProviderType;

/** Opens servers. Nothing listens before the first is open, or after the last is closed. */
@ProviderType
public interface HttpServers {
    /**
     * Opens a server, at which nothing is served yet.
     *
     * @param name    what it is for, in words
     * @param address where it listens
     * @param threads most threads
     * @throws GrowthException (CONFIGURATION) if the port is in use or the host none of this machine, (UNEXPECTED) if no server starts
     */
    Server open(String name, HttpAddress address, int threads);

    /** An open server. */
    interface Server extends AutoCloseable {
        /** Returns where it listens, the port that was chosen included. */
        HttpAddress address();

        /** Returns the filter, {@code osgi.http.whiteboard.target} of a servlet, that makes it serve a servlet and others not. */
        String target();

        /** Stops listening, and returns when it has. */
        @Override
        void close();
    }
}
