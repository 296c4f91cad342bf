package growth.shell.doctor;

import growth.runtime.console.Amounts;
import growth.shell.command.Console;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The machine: system, cores, memory. */
public final class MachineCheck implements Check {
    private static final long LITTLE = 1L << 30;

    @Override
    public List<Finding> look(Console console) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + System.getProperty("os.arch");
        int cores = Runtime.getRuntime().availableProcessors();
        Finding cpu = cores > 1 ? Finding.ok("cores", String.valueOf(cores))
                : Finding.warn("cores", "1", "training has one worker only; give the process or container more cores");
        return List.of(Finding.ok("system", system), cpu, memory());
    }

    /** Asked by name, because the bean's class belongs to a module that not every JVM has. */
    private static Finding memory() {
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            ObjectName system = new ObjectName("java.lang:type=OperatingSystem");
            double total = ((Number) beans.getAttribute(system, "TotalMemorySize")).doubleValue();
            String fact = Amounts.bytes(total) + ", " + Amounts.bytes(((Number) beans.getAttribute(system, "FreeMemorySize")).doubleValue())
                    + " of it unused";
            return total >= LITTLE ? Finding.ok("memory", fact)
                    : Finding.warn("memory", fact, "models of more than some 10M parameters will not fit");
        } catch (JMException e) {
            return Finding.warn("memory", "this JVM does not tell", "'growth plan' says how much a run takes");
        }
    }
}
