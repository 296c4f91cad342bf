package growth.shell.doctor;

import growth.api.Amounts;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Checks the machine: system, cores, memory. */
@Component(property = HealthCheck.NAME + "=machine")
@ServiceRanking(400)
public final class MachineCheck implements HealthCheck {
    private static final long LITTLE = 1L << 30;

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        log.info("{} {}, {}", System.getProperty("os.name"), System.getProperty("os.version"), System.getProperty("os.arch"));
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores > 1) {
            log.info("{} cores", cores);
        } else {
            log.warn("1 core\ntraining has one worker only; give the process or container more cores");
        }
        memory(log);
        return new Result(log);
    }

    /** The bean is asked by name, because its class belongs to a module that not every JVM has. */
    private static void memory(FormattingResultLog log) {
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            ObjectName system = new ObjectName("java.lang:type=OperatingSystem");
            double total = ((Number) beans.getAttribute(system, "TotalMemorySize")).doubleValue();
            double free = ((Number) beans.getAttribute(system, "FreeMemorySize")).doubleValue();
            String fact = "memory: " + Amounts.bytes(total) + ", " + Amounts.bytes(free) + " of it unused";
            if (total >= LITTLE) {
                log.info(fact);
            } else {
                log.warn("{}\nmodels of more than about 10M parameters will not fit", fact);
            }
        } catch (JMException e) {
            log.warn("memory: this JVM does not tell\n'growth plan' says how much a run takes");
        }
    }
}
