package growth.shell.doctor;

import growth.api.Amounts;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Checks the Java virtual machine: version, flags, vector module, heap. */
@Component(property = HealthCheck.NAME + "=Java")
@ServiceRanking(500)
public final class JavaCheck implements HealthCheck {
    private static final String VECTORS = "jdk.incubator.vector.FloatVector";
    private static final long SMALL_HEAP = 512L << 20;

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        log.info("{}, {}, {}", System.getProperty("java.version"), System.getProperty("java.vm.name"), System.getProperty("java.vendor"));
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(f -> f.startsWith("-X")).toList();
        log.info("flags: {}", flags.isEmpty() ? "none" : String.join(" ", flags));
        if (hasVectors()) {
            log.info("Vector API: available");
        } else {
            log.warn("Vector API: not available; row kernels run in plain Java, and training is some 20% slower\n"
                    + "use a JDK with the module jdk.incubator.vector and start it with JAVA_OPTS=--add-modules=jdk.incubator.vector");
        }
        long heap = Runtime.getRuntime().maxMemory();
        String fact = "heap: at most " + Amounts.bytes(heap) + "; models live outside it";
        if (heap >= SMALL_HEAP) {
            log.info(fact);
        } else {
            log.warn("{}\ngive it more with JAVA_OPTS=-Xmx2g", fact);
        }
        return new Result(log);
    }

    private static boolean hasVectors() {
        try {
            Class.forName(VECTORS, false, ClassLoader.getSystemClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
