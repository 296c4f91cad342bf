package growth.shell.doctor;

import growth.runtime.plugins.guard.CallUnderWay;
import growth.runtime.plugins.guard.PluginGuard;
import java.util.List;
import java.util.function.Supplier;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Checks whether calls of plug-ins come back. */
@Component(property = {HealthCheck.NAME + "=plug-in calls", HealthCheck.TAGS + "=" + InstalledChecks.LIVE})
@ServiceRanking(150)
public final class OverdueCheck implements HealthCheck {
    private final Supplier<List<CallUnderWay>> overdue;

    @Activate
    public OverdueCheck(@Reference PluginGuard guard) {
        this(guard::overdue);
    }

    OverdueCheck(Supplier<List<CallUnderWay>> overdue) {
        this.overdue = overdue;
    }

    @Override
    public Result execute() {
        List<CallUnderWay> calls = overdue.get();
        if (calls.isEmpty()) {
            return new Result(Result.Status.OK, "none is overdue");
        }
        FormattingResultLog log = new FormattingResultLog();
        calls.forEach(call -> log.warn("{}\nreplace or remove the plug-in; a thread that never comes back ends with the process only",
                call.words()));
        return new Result(log);
    }
}
