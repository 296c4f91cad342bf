package growth.shell.doctor;

import growth.api.GrowthException;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.HeldService;
import growth.runtime.plugins.guard.PluginGuard;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
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
    /** Tag of checks that take no time worth mentioning and tell of what may change while a training goes on. */
    public static final String LIVE = "live";
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

    /** Returns what all checks find; failures are findings, not exceptions. */
    public List<Finding> look() {
        // a plug-in that is just being installed may bring a check
        catalogue.settle();
        return look(check -> true);
    }

    /** Returns what the checks find that have the tag {@link #LIVE}, as a training is asked for its health every few seconds. */
    public List<Finding> lookLive() {
        return look(check -> tags(check).contains(LIVE));
    }

    private List<Finding> look(Predicate<ServiceReference<HealthCheck>> wanted) {
        return checks.stream().filter(wanted).sorted(Comparator.reverseOrder()).flatMap(check -> look(check).stream()).toList();
    }

    /** A property may be one value or several. */
    private static List<String> tags(ServiceReference<HealthCheck> check) {
        Object tags = check.getProperty(HealthCheck.TAGS);
        return tags instanceof String[] several ? List.of(several) : tags instanceof String one ? List.of(one) : List.of();
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
