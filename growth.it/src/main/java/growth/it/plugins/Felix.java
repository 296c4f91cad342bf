package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.TrainingEvent.StepCompleted;
import growth.api.training.TrainingListener;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import growth.runtime.run.RunFile;
import growth.runtime.run.RunFiles;
import growth.runtime.train.TrainOutcome;
import growth.runtime.train.TrainRequest;
import growth.runtime.train.TrainRequest.From;
import growth.runtime.train.Trainer;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;

/** The framework that the tests run in, and what is installed in it. */
public final class Felix {

    private static final long LIMIT_MILLIS = 30_000;

    private final BundleContext context = FrameworkUtil.getBundle(Felix.class).getBundleContext();

    public BundleContext context() {
        return context;
    }

    /** A service of the installation. */
    public <T> T service(Class<T> type) {
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
    public List<PluginInfo> operators() {
        return service(Catalogue.class).plugins(PluginKind.OPERATOR);
    }

    /** Waits until runs get the operator of that name from that bundle. */
    void awaitOperator(String name, String bundle) throws InterruptedException {
        Eventually.becomes(this::operators, operators -> operators.stream()
                .anyMatch(operator -> operator.usable() && operator.name().equals(name) && operator.bundle().startsWith(bundle)));
    }

    /** The jars that cannot be used. */
    public List<PluginInfo> broken() {
        return service(Catalogue.class).broken();
    }

    /** Begins a training in a thread of its own. */
    public BackgroundTraining begin(TinyRun run, Path folder, TrainingListener... listeners) throws IOException {
        return BackgroundTraining.begin(service(Trainer.class), read(run, folder.resolve("run.yaml")), folder.resolve("out"),
                List.of(listeners));
    }

    /** Reads a run file with the plug-ins that are installed. */
    RunFile read(TinyRun run, Path file) throws IOException {
        return service(RunFiles.class).read(run.write(file), List.of());
    }

    /** Trains to the end, or until the step after which it is to stop and save. */
    TrainOutcome train(RunFile run, Path out, boolean resume, long lastStep) {
        AtomicBoolean stop = new AtomicBoolean();
        TrainingListener last = event -> {
            if (event instanceof StepCompleted step && step.progress().step() == lastStep) {
                stop.set(true);
            }
        };
        return service(Trainer.class).train(TrainRequest.of(run).in(out).from(resume ? From.LAST_CHECKPOINT : From.START)
                .watchedBy(List.of(last)).stoppedBy(stop::get));
    }

    /** Trains to the end. */
    TrainOutcome train(TinyRun run, Path folder) throws IOException {
        try (BackgroundTraining training = begin(run, folder)) {
            return training.outcome();
        }
    }
}
