package growth.engine.torch;

import growth.api.engine.Engine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs the suite for engines on the device that this engine chooses, a GPU where there is one, without Maven: gpu-check.sh carries it to
 * machines that have nothing but a GPU.
 */
public final class DeviceSuite {
    private static final int SHOWN = 20;

    private DeviceSuite() {
    }

    /** The suite as Maven runs it on a processor, with the files of PyTorch that the property {@code growth.parity} names. */
    public static class OnDevice extends TorchConformanceTest {
        @Override
        protected Engine engine() {
            return new TorchEngine();
        }

        @Override
        protected Optional<Path> parityFiles() {
            return Optional.of(Path.of(System.getProperty("growth.parity")));
        }
    }

    /** Prints what failed, and ends with status 1 if anything did or nothing ran. */
    public static void main(String[] arguments) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(OnDevice.class)).build(), summary);
        PrintWriter out = new PrintWriter(System.out, true);
        summary.getSummary().printFailuresTo(out, SHOWN);
        long passed = summary.getSummary().getTestsSucceededCount();
        long failed = summary.getSummary().getTotalFailureCount();
        out.printf("%d passed, %d failed, %d skipped%n", passed, failed, summary.getSummary().getTestsAbortedCount());
        System.exit(passed > 0 && failed == 0 ? 0 : 1);
    }
}
