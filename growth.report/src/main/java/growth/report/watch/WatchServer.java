package growth.report.watch;

import growth.api.GrowthException;
import growth.report.http.HttpAddress;
import org.osgi.annotation.versioning.ProviderType;

/** Opens pages that show what is watched. Nothing listens before the first is open, or after the last is closed. */
@ProviderType
public interface WatchServer {
    /**
     * Opens a page on the loopback interface.
     *
     * @param watched what it shows first
     * @param port    the port, or {@link HttpAddress#ANY_PORT}
     * @throws GrowthException (CONFIGURATION) if the port is in use, (UNEXPECTED) if the web server does not start
     */
    Page open(Watched watched, int port);

    /** An open page. */
    interface Page extends AutoCloseable {
        /** Returns the address, the token in it. */
        String address();

        /** Shows what is known now to all viewers. */
        void show(Watched watched);

        /** Returns how many viewers are there. */
        int viewers();

        /** Lets viewers go and stops listening. */
        @Override
        void close();
    }
}
