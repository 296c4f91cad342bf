package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.it.probe.GatedOperator;
import growth.it.run.TinyRun;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A plug-in is deployed, replaced and removed again and again while a training holds its first version: nothing is missed, nothing piles
 * up.
 */
class ManyCyclesTest {

    /** Enough to see what piles up; -Dgrowth.it.cycles=1000 for an hour of them. */
    private static final int CYCLES = Integer.getInteger("growth.it.cycles", 4);
    private static final Path HANDLES = Path.of("/proc/self/fd");
    private static final String HELD = "held.jar";
    private static final String JAR = "cycle.jar";
    private static final String NONE = "none";

    private final Felix felix = new Felix();
    private final PluginsFolder plugins = new PluginsFolder(felix.context());
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private final List<Double> seconds = new ArrayList<>();
    private Gate gate;

    @TempDir
    private Path temporary;

    @BeforeEach
    void openGate() {
        gate = new Gate(felix.context());
        gate.open();
    }

    @AfterEach
    void clear() throws IOException, InterruptedException {
        plugins.clear();
        gate.close();
    }

    @Test
    void nothingIsMissedAndNothingPilesUp() throws IOException, InterruptedException {
        long kept = copies();
        ProbeJar.gated("cycle.plugin", "1.0.0").write(plugins.jar(HELD));
        Eventually.becomes(this::serving, "1.0.0"::equals);
        TinyRun endless = TinyRun.growing().with("{kind: stack}", "{kind: " + GatedOperator.NAME + "}").with("40ba", "10Mba")
                .with("at: 50%", "at: 5Mba").with("evaluate: {every: 10ba", "evaluate: {every: 1Mba")
                .with("checkpoint: {every: 10ba", "checkpoint: {every: 1Mba");
        try (BackgroundTraining training = felix.begin(endless, temporary)) {
            training.awaitFirstStep();
            Files.delete(plugins.jar(HELD));
            Eventually.becomes(this::serving, NONE::equals);
            cycle(-1);
            int threads = Thread.activeCount();
            long handles = handles();
            for (int i = 0; i < CYCLES; i++) {
                cycle(i);
            }
            seconds.sort(null);
            System.out.printf(Locale.ROOT, "%d jars deployed, replaced or removed beside a training: followed after %.2f s in the median, "
                    + "%.2f s at the 99th percentile, %.2f s at most%n", seconds.size(), quantile(0.5), quantile(0.99), quantile(1));
            // What stays is the bundle that the training holds.
            Eventually.becomes(plugins::bundles, bundles -> bundles.size() == 1);
            Eventually.becomes(this::copies, copies -> copies == kept + 1);
            Eventually.becomes(this::loaded, List::isEmpty);
            Eventually.becomes(Thread::activeCount, count -> count <= threads);
            Eventually.becomes(this::handles, count -> count <= handles);
            assertThat(training.isRunning()).isTrue();
            assertThat(training.stop().outcome()).isEqualTo(Outcome.STOPPED);
        }
        Eventually.becomes(plugins::bundles, List::isEmpty);
        Eventually.becomes(this::copies, copies -> copies == kept);
    }

    private double quantile(double share) {
        return seconds.get((int) Math.round(share * (seconds.size() - 1)));
    }

    /** Open files of this process, where the system tells. */
    private long handles() {
        if (!Files.isDirectory(HANDLES)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(HANDLES)) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void cycle(int index) throws IOException, InterruptedException {
        String first = "2." + (index + 1) + ".0";
        String second = "2." + (index + 1) + ".1";
        ProbeJar.gated("cycle.plugin", first).write(plugins.jar(JAR));
        await(first);
        ProbeJar.gated("cycle.plugin", second).write(plugins.jar(JAR));
        await(second);
        Files.delete(plugins.jar(JAR));
        await(NONE);
    }

    private void await(String version) throws InterruptedException {
        seconds.add(Eventually.becomes(this::serving, version::equals).toNanos() / 1e9);
        for (Bundle bundle : plugins.bundles()) {
            if (bundle.getVersion().toString().equals(version)) {
                loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
            }
        }
    }

    /** The version that the next run would get. */
    private String serving() {
        try (Lease<?> lease = felix.service(Catalogue.class).operator(GatedOperator.NAME)) {
            return lease.origin().version();
        } catch (GrowthException e) {
            return NONE;
        }
    }

    /** Class loaders of versions that are gone, and that something still holds. */
    private List<ClassLoader> loaded() {
        System.gc();
        return loaders.stream().map(WeakReference::get).filter(loader -> loader != null).toList();
    }

    /** How many jars lie in the framework's storage. */
    private long copies() {
        Path storage = Path.of(felix.context().getProperty(Constants.FRAMEWORK_STORAGE));
        try (Stream<Path> files = Files.walk(storage)) {
            return files.filter(file -> file.getFileName().toString().equals("bundle.jar")).count();
        } catch (IOException | UncheckedIOException e) {
            // A folder was deleted while it was walked through.
            return -1;
        }
    }
}
