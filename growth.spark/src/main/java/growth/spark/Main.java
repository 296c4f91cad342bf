package growth.spark;

import growth.launcher.EmbeddedFramework;
import growth.launcher.EmbeddedFramework.Service;
import growth.launcher.StartException;
import growth.launcher.place.Place;
import growth.launcher.place.PlaceException;
import growth.spark.check.SparkCheck;
import growth.spark.cluster.SparkCluster;
import growth.spark.driver.Shelves;
import growth.spark.driver.SparkPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The driver's process, for {@code spark-submit --class growth.spark.Main growth-spark.jar COMMAND …} and for
 * {@code growth COMMAND --on …}: the command runs here, in a framework of its own, and what it computes is computed by executors.
 */
public final class Main {
    private static final int UNEXPECTED = 1;
    private static final int STOPPED = 130;

    private Main() {
    }

    /**
     * Runs a command and ends the JVM with its exit status.
     *
     * @param arguments the command with its options and parameters
     */
    public static void main(String[] arguments) {
        Ending ending = new Ending();
        int status;
        try {
            status = run(OnSpark.of(List.of(arguments)), ending);
        } catch (StartException | PlaceException e) {
            System.err.println("growth: " + e.getMessage());
            status = e instanceof PlaceException place ? place.exitStatus() : UNEXPECTED;
        } catch (IOException e) {
            System.err.println("growth: " + e);
            status = UNEXPECTED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = STOPPED;
        }
        ending.leave();
        // Spark leaves threads behind. While a signal is being handled this blocks, and the JVM ends with the signal's status.
        System.exit(status);
    }

    private static int run(OnSpark line, Ending ending) throws IOException, InterruptedException {
        if (!line.words().contains("--debug")) {
            Quiet.keep();
        }
        Path home = Home.find();
        String command = line.words().isEmpty() ? "" : line.words().get(0);
        if (command.equals("spark-cluster")) {
            return SparkCluster.of(line.words()).run(System.out, ending);
        }
        AtomicReference<EmbeddedFramework> framework = new AtomicReference<>();
        if (command.equals("spark-check") && line.settings().isEmpty()) {
            System.setProperty("spark.master", SparkCheck.MASTER);
        }
        try (SparkPlace place = new SparkPlace(home, Settings.of(line.settings(), System.getenv()), () -> shelves(framework.get()),
                ending)) {
            if (command.equals("spark-check")) {
                return new SparkCheck(place, home, System.out, ending).run();
            }
            try (EmbeddedFramework started = EmbeddedFramework.start(new EmbeddedFramework.Settings(home, Map.of(),
                    List.of(new Service<Place>(Place.class, place, Map.of(Place.NAME, line.place())))), line.words(), ending)) {
                framework.set(started);
                return started.call();
            }
        }
    }

    /** The plug-ins of the framework; a check has none. */
    private static Shelves shelves(EmbeddedFramework framework) {
        if (framework == null) {
            return Shelves.NONE;
        }
        String mode = framework.property("growth.plugins.trust");
        return new Shelves(Path.of(framework.property("growth.plugins")), Path.of(framework.property("growth.conf")),
                mode == null ? "" : mode, Boolean.parseBoolean(framework.property("growth.safe")));
    }
}
