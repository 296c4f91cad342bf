package growth.shell.doctor;

import growth.runtime.plugins.ComponentReasons;
import java.util.Map;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Checks that each of the framework's own components has what it needs. */
@Component(property = HealthCheck.NAME + "=components")
@ServiceRanking(100)
public final class ComponentCheck implements HealthCheck {
    private static final String OWN_BUNDLES = "growth.";
    private final ComponentReasons reasons;

    @Activate
    public ComponentCheck(@Reference ComponentReasons reasons) {
        this.reasons = reasons;
    }

    @Override
    public Result execute() {
        Map<String, String> failing = reasons.ofBundles(OWN_BUNDLES);
        if (failing.isEmpty()) {
            return new Result(Result.Status.OK, "all of them have what they need");
        }
        FormattingResultLog log = new FormattingResultLog();
        failing.forEach((component, reason) ->
                log.warn("{} does not work: {}\nsee the other findings; if there are none, install growth again", component, reason));
        return new Result(log);
    }
}
