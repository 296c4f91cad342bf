package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.training.TrainingListener;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import growth.runtime.plugins.guard.Guarded;
import growth.runtime.plugins.guard.Plugin;
import growth.runtime.plugins.guard.PluginCalls;
import growth.runtime.plugins.guard.PluginGuard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners that bundles offer, made and held for one run. One that cannot be made, or is just being replaced, is left out. */
final class InstalledListeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledListeners.class);
    private final BundleContext context;
    private final PluginGuard guard;
    private final Catalogue catalogue;
    private final List<Made> made = new ArrayList<>();

    InstalledListeners(BundleContext context, PluginGuard guard, Catalogue catalogue) {
        this.context = context;
        this.guard = guard;
        this.catalogue = catalogue;
    }

    private record Made(ServiceReference<TrainingListener> reference, TrainingListener listener, PluginCalls calls, Lease<?> lease) {
    }

    /** @return those of the references that can be made, behind the guard */
    List<TrainingListener> make(Collection<ServiceReference<TrainingListener>> references) {
        references.forEach(this::make);
        return made.stream().map(one -> Guarded.listener(one.listener(), one.calls())).toList();
    }

    private void make(ServiceReference<TrainingListener> reference) {
        PluginCalls calls = guard.calls(Plugin.of("listener '" + reference.getProperty("component.name") + "'", reference.getBundle(),
                () -> ""));
        try {
            TrainingListener listener = calls.ask("constructor", () -> context.getService(reference));
            Optional<? extends Lease<?>> lease = catalogue.hold(listener);
            if (lease.isPresent()) {
                made.add(new Made(reference, listener, calls, lease.get()));
                return;
            }
        } catch (GrowthException e) {
            LOG.warn("{}; it hears nothing of this run", e.getMessage());
        }
        calls.close();
    }

    @Override
    public void close() {
        for (Made one : made) {
            one.calls().letGo("release", () -> context.ungetService(one.reference()));
            one.calls().close();
            one.lease().close();
        }
    }
}
