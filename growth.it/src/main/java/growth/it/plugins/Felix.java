package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.it.run.TinyRun;
import growth.runtime.catalogue.Catalogue;
import growth.runtime.catalogue.PluginInfo;
import growth.runtime.catalogue.PluginKind;
import growth.runtime.run.RunFiles;
import growth.runtime.train.TrainOutcome;
import growth.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;

/** The framework that the tests run in, and what is installed in it. */
final class Felix {

    private static final long LIMIT_MILLIS = 30_000;

    private final BundleContext context = FrameworkUtil.getBundle(Felix.class).getBundleContext();

    BundleContext context() {
        return context;
    }

    /** A service of the installation. */
    <T> T service(Class<T> type) {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        try {
            T service = tracker.waitForService(LIMIT_MILLIS);
            assertThat(service).as("service %s", type.getName()).isNotNull();
            return service;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Every operator, and the jars that cannot be used. */
    List<PluginInfo> operators() {
        return service(Catalogue.class).plugins(PluginKind.OPERATOR);
    }

    /** The jars that cannot be used. */
    List<PluginInfo> broken() {
        return service(Catalogue.class).broken();
    }

    /** Begins a training in a thread of its own. */
    BackgroundTraining begin(TinyRun run, Path folder) throws IOException {
        Path file = run.write(folder.resolve("run.yaml"));
        return BackgroundTraining.begin(service(Trainer.class), service(RunFiles.class).read(file, List.of()), folder.resolve("out"));
    }

    /** Trains to the end. */
    TrainOutcome train(TinyRun run, Path folder) throws IOException {
        try (BackgroundTraining training = begin(run, folder)) {
            return training.outcome();
        }
    }
}
