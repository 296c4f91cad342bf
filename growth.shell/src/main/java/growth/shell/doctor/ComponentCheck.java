package growth.shell.doctor;

import growth.shell.line.UnsatisfiedComponents;
import java.util.Map;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Looks at the framework's own parts: whether each has what it needs. */
@Component(property = HealthCheck.NAME + "=components")
@ServiceRanking(100)
public final class ComponentCheck implements HealthCheck {
    private static final String OWN_BUNDLES = "growth.";
    private final UnsatisfiedComponents unsatisfied;

    @Activate
    public ComponentCheck(@Reference UnsatisfiedComponents unsatisfied) {
        this.unsatisfied = unsatisfied;
    }

    @Override
    public Result execute() {
        Map<String, String> reasons = unsatisfied.ofBundles(OWN_BUNDLES);
        if (reasons.isEmpty()) {
            return new Result(Result.Status.OK, "all of them have what they need");
        }
        FormattingResultLog log = new FormattingResultLog();
        reasons.forEach((component, reason) -> log.warn("{} does not work: {}\nsee what else is reported here; if nothing is, install again",
                component, reason));
        return new Result(log);
    }
}
