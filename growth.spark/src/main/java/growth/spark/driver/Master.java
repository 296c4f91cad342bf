package growth.spark.driver;

import growth.launcher.place.PlaceException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/** The master of a standalone cluster: Spark itself waits for minutes before it says that there is none. */
final class Master {
    private static final String SCHEME = "spark://";
    private static final int CONFIGURATION = 2;
    private static final int PATIENCE_MILLIS = 5000;

    private Master() {
    }

    /**
     * Checks that one of the masters answers.
     *
     * @param master as Spark writes it; those of other kinds are left to Spark
     * @throws PlaceException if none does
     */
    static void require(String master) {
        if (master.startsWith(SCHEME)
                && Arrays.stream(master.substring(SCHEME.length()).split(",")).noneMatch(Master::answers)) {
            throw new PlaceException(CONFIGURATION, master + " does not answer: is a master there (growth spark-cluster starts one on this "
                    + "machine), and is it the address that its page shows?");
        }
    }

    private static boolean answers(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    PATIENCE_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
