package growth.shell.doctor;

import growth.api.GrowthException;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.HeldService;
import growth.runtime.plugins.guard.PluginGuard;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Runs the health checks that bundles offer, the installation's own and those of plug-ins, in the order of their ranking. Each is called
 * behind the guard: a check that throws or blocks becomes a finding itself.
 */
@Component(service = InstalledChecks.class)
public final class InstalledChecks {
    private final BundleContext context;
    private final Catalogue catalogue;
    private final PluginGuard guard;

    @Reference(service = HealthCheck.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<ServiceReference<HealthCheck>> checks;

    @Activate
    public InstalledChecks(BundleContext context, @Reference Catalogue catalogue, @Reference PluginGuard guard) {
        this.context = context;
        this.catalogue = catalogue;
        this.guard = guard;
    }

    /** Returns what the checks find; failures are findings, not exceptions. */
    public List<Finding> look() {
        // a plug-in that is just being installed may bring a check
        catalogue.settle();
        return checks.stream().sorted(Comparator.reverseOrder()).flatMap(check -> look(check).stream()).toList();
    }

    private List<Finding> look(ServiceReference<HealthCheck> reference) {
        Object name = reference.getProperty(HealthCheck.NAME);
        String subject = Objects.toString(name == null ? reference.getProperty(Constants.SERVICE_ID) : name);
        try (HeldService<HealthCheck> held = HeldService.of(context, reference, "health check '" + subject + "'", guard, catalogue)) {
            return Finding.of(subject, held.calls().ask("execute", held.service()::execute));
        } catch (GrowthException e) {
            return Finding.of(subject, new Result(Status.HEALTH_CHECK_ERROR, e.getMessage() + "\nreplace or remove it"));
        }
    }
}
