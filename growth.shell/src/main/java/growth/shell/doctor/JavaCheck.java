package growth.shell.doctor;

import growth.runtime.console.Amounts;
import growth.shell.command.Console;
import java.lang.management.ManagementFactory;
import java.util.List;

/** The Java virtual machine: version, vector module, heap. */
public final class JavaCheck implements Check {
    private static final String VECTORS = "jdk.incubator.vector.FloatVector";
    private static final long SMALL_HEAP = 512L << 20;

    @Override
    public List<Finding> look(Console console) {
        String java = System.getProperty("java.version") + ", " + System.getProperty("java.vm.name") + ", "
                + System.getProperty("java.vendor");
        return List.of(Finding.ok("Java", java), flags(), vectors(), heap());
    }

    private static Finding flags() {
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(f -> f.startsWith("-X")).toList();
        return Finding.ok("JVM flags", flags.isEmpty() ? "none" : String.join(" ", flags));
    }

    private static Finding vectors() {
        try {
            Class.forName(VECTORS, false, ClassLoader.getSystemClassLoader());
            return Finding.ok("Vector API", "available");
        } catch (ClassNotFoundException | LinkageError e) {
            return Finding.warn("Vector API", "not available: row kernels run in plain Java, training is some 20% slower",
                    "use a JDK with the module jdk.incubator.vector and start it with JAVA_OPTS=--add-modules=jdk.incubator.vector");
        }
    }

    private static Finding heap() {
        long heap = Runtime.getRuntime().maxMemory();
        String fact = "at most " + Amounts.bytes(heap) + "; models live outside of it";
        return heap >= SMALL_HEAP ? Finding.ok("Java heap", fact) : Finding.warn("Java heap", fact, "give it more with JAVA_OPTS=-Xmx2g");
    }
}
