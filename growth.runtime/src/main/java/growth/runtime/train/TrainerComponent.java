package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.training.TrainingListener;
import growth.runtime.folder.RunFolder;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.guard.PluginGuard;
import growth.runtime.train.ranks.Ranks;
import growth.runtime.train.ranks.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trainer as a service. When the framework or this bundle stops, running trainings save and end first. The component listens for the
 * framework's stop, because bundles that a training uses may stop before this one, and wait for the training to let go of them.
 */
@Component(service = Trainer.class)
public final class TrainerComponent implements Trainer {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerComponent.class);
    private static final long LONGEST_SAVE_SECONDS = 300;

    private final Catalogue catalogue;
    private final BundleContext context;
    private final PluginGuard guard;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final SynchronousBundleListener shutdown = this::frameworkChanged;
    private volatile boolean stopping;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<ServiceReference<TrainingListener>> installed = List.of();

    /** One training on its way. */
    private record Running(Thread thread, AtomicBoolean stop, CountDownLatch ended) {
    }

    @Activate
    public TrainerComponent(BundleContext context, @Reference Catalogue catalogue, @Reference PluginGuard guard) {
        this.context = context;
        this.guard = guard;
        this.catalogue = catalogue;
        context.addBundleListener(shutdown);
    }

    @Override
    public TrainOutcome train(TrainRequest request) {
        RunFolder usual = request.out().map(RunFolder::new).orElseGet(() -> RunFolder.of(request.run().name(), request.run().seed()));
        RunFolder folder = request.shared().cache().map(cache -> new RunFolder(usual.path(), cache)).orElse(usual);
        List<TrainingListener> listeners = new ArrayList<>(request.listeners());
        Running training = new Running(Thread.currentThread(), new AtomicBoolean(stopping), new CountDownLatch(1));
        running.add(training);
        String name = training.thread().getName();
        // Who holds plug-ins, and what a thread dump shows.
        training.thread().setName("training of " + folder.path());
        BooleanSupplier stop = () -> training.stop().get() || request.stop().getAsBoolean();
        try (InstalledListeners made = new InstalledListeners(context, guard, catalogue)) {
            if (request.follows()) {
                return guard.during(stop, () -> follow(request, folder, new Audience(listeners), stop));
            }
            listeners.addAll(guard.during(stop, () -> made.make(installed)));
            Ranks ranks = request.group().<Ranks>map(group -> new Together(group, request.run().parallel().local(), stop))
                    .orElseGet(() -> Ranks.alone(stop));
            TrainingRun run = new TrainingRun(catalogue, request.run(), folder, new Audience(listeners), ranks, bundles(),
                    request.shared().trunk());
            return guard.during(stop, () -> run.train(request.from()));
        } catch (RuntimeException | Error e) {
            request.group().ifPresent(group -> group.abort(e instanceof GrowthException reason ? reason
                    : new GrowthException(GrowthException.Kind.UNEXPECTED, e.toString())));
            throw e;
        } finally {
            training.thread().setName(name);
            running.remove(training);
            training.ended().countDown();
        }
    }

    private TrainOutcome follow(TrainRequest request, RunFolder folder, Audience audience, BooleanSupplier stop) {
        Together ranks = new Together(request.group().orElseThrow(), request.run().parallel().local(), stop);
        request.run().requireRanks(ranks.size());
        return new FollowingRun(request.run(), folder, new RunOpening(catalogue, folder.cache(), audience::note), audience, ranks).train();
    }

    private void stopAll() {
        stopping = true;
        running.forEach(training -> training.stop().set(true));
    }

    private Map<String, String> bundles() {
        Map<String, String> versions = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            versions.merge(bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName(),
                    bundle.getVersion().toString(), (one, other) -> one + ", " + other);
        }
        return versions;
    }

    private void frameworkChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            stopAll();
        }
    }

    /** Asks every training to end and waits until it has saved. */
    @Deactivate
    void deactivate() {
        context.removeBundleListener(shutdown);
        stopAll();
        for (Running training : running) {
            awaitEnd(training);
        }
    }

    private static void awaitEnd(Running training) {
        try {
            // A training that itself stops the framework, from a listener, cannot be waited for.
            if (training.thread() != Thread.currentThread() && !training.ended().await(LONGEST_SAVE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a training has not ended {} s after it was asked to", LONGEST_SAVE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
