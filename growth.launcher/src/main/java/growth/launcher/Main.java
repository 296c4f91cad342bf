package growth.launcher;

import java.io.IOException;
import java.util.Arrays;
import java.util.Properties;
import org.osgi.framework.BundleException;

/** The process: start, run the command, exit with its status. */
public final class Main {

    private static final int UNEXPECTED = 1;

    private Main() {
    }

    /**
     * Starts the installation and ends the JVM with the command's exit status.
     *
     * @param arguments the command line, handed to the command as it is
     */
    public static void main(String[] arguments) {
        StopRequest stop = new StopRequest();
        int status;
        try {
            status = run(arguments, System.getProperties(), stop);
        } catch (StartException e) {
            System.err.println("growth: " + e.getMessage());
            status = UNEXPECTED;
        } catch (IOException | BundleException e) {
            System.err.println("growth: the framework did not start: " + e.getMessage());
            status = UNEXPECTED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = UNEXPECTED;
        }
        stop.leave();
        // While a signal is being handled this blocks, and the JVM ends with the signal's status: what is wanted.
        System.exit(status);
    }

    private static int run(String[] arguments, Properties system, StopRequest stop)
            throws IOException, BundleException, InterruptedException {
        Installation installation = Installation.from(system);
        installation.configureLogging(system);
        boolean safe = Arrays.asList(arguments).contains(Installation.SAFE_OPTION);
        try (Boot boot = Boot.of(installation, system, safe, warning -> System.err.println("growth: " + warning))) {
            Ending ending = new Ending(Thread.currentThread(), stop, boot);
            Runtime.getRuntime().addShutdownHook(new Thread(ending, "growth-shutdown"));
            return new Session(installation, boot.framework()).run(arguments, stop);
        }
    }
}
