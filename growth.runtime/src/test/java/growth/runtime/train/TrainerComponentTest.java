package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.api.training.TrainingListener;
import growth.runtime.plugins.guard.Limits;
import growth.runtime.plugins.guard.PluginGuard;
import growth.runtime.run.RunFile;
import growth.runtime.train.TrainRequest.From;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

@Timeout(60)
class TrainerComponentTest {
    private static final String ENDLESS = Workshop.SCRATCH.replace("20ba", "1Mba");
    private final List<SynchronousBundleListener> bundleListeners = new ArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(3);
    private final AtomicBoolean stop = new AtomicBoolean();
    @TempDir
    private Path home;

    private TrainerComponent trainer() {
        return new TrainerComponent(context(), Workshop.installed(new RecordingEngine()),
                new PluginGuard(Limits.USUAL));
    }

    /** As much of a framework as a trainer sees: no bundles, and listeners to them. */
    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method,
                arguments) -> {
            switch (method.getName()) {
                case "addBundleListener" -> bundleListeners.add((SynchronousBundleListener) arguments[0]);
                case "removeBundleListener" -> bundleListeners.remove(arguments[0]);
                case "getBundles" -> {
                    return new Bundle[0];
                }
                default -> throw new UnsupportedOperationException(method.getName());
            }
            return null;
        });
    }

    private static Bundle framework() {
        return (Bundle) Proxy.newProxyInstance(TrainerComponentTest.class.getClassLoader(), new Class<?>[] {Bundle.class}, (proxy, method,
                arguments) -> {
            if (method.getName().equals("getBundleId")) {
                return 0L;
            }
            throw new UnsupportedOperationException(method.getName());
        });
    }

    private CompletableFuture<TrainOutcome> start(TrainerComponent trainer, boolean resume) {
        TrainingListener listener = (TrainingEvent event) -> {
            if (event instanceof StepCompleted) {
                begun.countDown();
            }
        };
        From from = resume ? From.LAST_CHECKPOINT : From.START;
        return start(trainer, TrainRequest.of(new Workshop(home).run(ENDLESS)).in(home.resolve("run")).from(from)
                .watchedBy(List.of(listener)).stoppedBy(stop::get));
    }

    /** On a thread of its own: the common pool may have only one, for which a second training would wait. */
    private static CompletableFuture<TrainOutcome> start(TrainerComponent trainer, TrainRequest request) {
        return CompletableFuture.supplyAsync(() -> trainer.train(request), work -> new Thread(work, "training").start());
    }

    @Test
    void stopSavesAndReturns() throws Exception {
        TrainerComponent trainer = trainer();
        CompletableFuture<TrainOutcome> training = start(trainer, false);
        begun.await();
        stop.set(true);
        TrainOutcome outcome = training.get();
        assertThat(outcome.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(outcome.checkpoint().orElseThrow().resolve("state.json")).exists();
        assertThat(outcome.folder()).isEqualTo(home.resolve("run"));
        assertThat(Files.readString(home.resolve("run/metrics.jsonl"))).endsWith("\"outcome\":\"stopped\"}\n");
    }

    @Test
    void oneOfTwoTrainingsIsStoppedAndTheOtherGoesOn() throws Exception {
        TrainerComponent trainer = trainer();
        CountDownLatch stepsOfSecond = new CountDownLatch(3);
        AtomicBoolean stopFirst = new AtomicBoolean();
        AtomicReference<CountDownLatch> further = new AtomicReference<>(stepsOfSecond);
        RunFile run = new Workshop(home).run(ENDLESS);
        CompletableFuture<TrainOutcome> first = start(trainer, TrainRequest.of(run).in(home.resolve("first"))
                .stoppedBy(stopFirst::get));
        CompletableFuture<TrainOutcome> second = start(trainer, TrainRequest.of(run).in(home.resolve("second"))
                .watchedBy(List.of(event -> further.get().countDown())).stoppedBy(stop::get));
        stepsOfSecond.await();

        stopFirst.set(true);
        assertThat(first.get().outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(first.get().checkpoint().orElseThrow().resolve("state.json")).exists();

        CountDownLatch after = new CountDownLatch(5);
        further.set(after);
        after.await();
        assertThat(second).isNotDone();
        stop.set(true);
        assertThat(second.get().outcome()).isEqualTo(Outcome.STOPPED);
    }

    @Test
    void deactivationWaitsUntilTheTrainingHasSaved() throws Exception {
        TrainerComponent trainer = trainer();
        CompletableFuture<TrainOutcome> training = start(trainer, false);
        begun.await();
        trainer.deactivate();
        assertThat(Files.readString(home.resolve("run/metrics.jsonl"))).endsWith("\"outcome\":\"stopped\"}\n");
        assertThat(training.get().outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(bundleListeners).isEmpty();
    }

    @Test
    void frameworkThatStopsStopsTrainings() throws Exception {
        TrainerComponent trainer = trainer();
        CompletableFuture<TrainOutcome> training = start(trainer, false);
        begun.await();
        bundleListeners.forEach(l -> l.bundleChanged(new BundleEvent(BundleEvent.STOPPING, framework())));
        assertThat(training.get().outcome()).isEqualTo(Outcome.STOPPED);
        // One that is begun while the framework is going down does not hold it up.
        assertThat(start(trainer, true).get().progress().step()).isEqualTo(training.get().progress().step() + 1);
    }
}
