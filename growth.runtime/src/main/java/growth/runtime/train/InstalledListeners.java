package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.training.TrainingListener;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.HeldService;
import growth.runtime.plugins.guard.Guarded;
import growth.runtime.plugins.guard.PluginGuard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners that bundles offer, made and held for one run. A listener that cannot be made, or is just being replaced, is left out. */
final class InstalledListeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledListeners.class);
    private final BundleContext context;
    private final PluginGuard guard;
    private final Catalogue catalogue;
    private final List<HeldService<TrainingListener>> made = new ArrayList<>();

    InstalledListeners(BundleContext context, PluginGuard guard, Catalogue catalogue) {
        this.context = context;
        this.guard = guard;
        this.catalogue = catalogue;
    }

    /** Returns the listeners that can be made, behind the guard. */
    List<TrainingListener> make(Collection<ServiceReference<TrainingListener>> references) {
        for (ServiceReference<TrainingListener> reference : references) {
            try {
                String name = "listener '" + reference.getProperty("component.name") + "'";
                made.add(HeldService.of(context, reference, name, guard, catalogue));
            } catch (GrowthException e) {
                LOG.warn("{}; it receives no events of this run", e.getMessage());
            }
        }
        return made.stream().map(one -> Guarded.listener(one.service(), one.calls())).toList();
    }

    @Override
    public void close() {
        made.forEach(HeldService::close);
    }
}
