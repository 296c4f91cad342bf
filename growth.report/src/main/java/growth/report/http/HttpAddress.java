package growth.report.http;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host name or number of an interface of this machine, without brackets
 * @param port the port; {@link #ANY_PORT} lets the system choose a free one
 */
public record HttpAddress(String host, int port) {
    /** Lets the system choose a free port. */
    public static final int ANY_PORT = 0;
    private static final String LOOPBACK = "127.0.0.1";
    private static final int LAST_PORT = 65_535;
    private static final Pattern WRITTEN = Pattern.compile("(?:(?:\\[([0-9a-fA-F:.%]+)]|([^:\\[\\]/\\s]+)):)?([0-9]{1,5})");

    /** Returns that port of the loopback interface. */
    public static HttpAddress loopback(int port) {
        return new HttpAddress(LOOPBACK, port);
    }

    /**
     * Reads {@code [HOST:]PORT}; without a host it is the loopback interface. Numbers of IPv6 stand in brackets.
     *
     * @throws GrowthException (CONFIGURATION) if it is none
     */
    public static HttpAddress parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (!written.matches() || Integer.parseInt(written.group(3)) > LAST_PORT) {
            throw new GrowthException(Kind.CONFIGURATION, "'" + text + "' is no address to listen at; write a port such as 9464, or "
                    + "HOST:PORT such as 0.0.0.0:9464 for all interfaces, with a port from 0 to " + LAST_PORT);
        }
        String host = written.group(1) == null ? written.group(2) : written.group(1);
        int port = Integer.parseInt(written.group(3));
        return host == null ? loopback(port) : new HttpAddress(host, port);
    }

    /** Returns the interface. */
    InetAddress resolved() throws UnknownHostException {
        return InetAddress.getByName(host);
    }

    /** Returns whether nobody but this machine can reach it. */
    public boolean loopback() {
        try {
            return resolved().isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Returns whether a request may come under that name, the header Host: at the loopback interface under a name of it alone. */
    public boolean admits(String name) {
        return !loopback() || HttpAccess.namesLoopback(name);
    }

    /** Returns the address as browsers write it, with a slash at its end. */
    public String url() {
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port + "/";
    }
}
