package growth.report.monitor;

import growth.report.monitor.MetricFamily.Sample;
import growth.report.monitor.MetricFamily.Type;
import growth.runtime.plan.ProcessMemory;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.management.JMException;
import javax.management.ObjectName;

/** The metrics of the process, called as the client libraries of Prometheus call them, and of the plug-ins that are there. */
final class ProcessFamilies {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private ProcessFamilies() {
    }

    /** Returns the families. */
    static List<MetricFamily> of(Catalogue catalogue, String version) {
        long started = ManagementFactory.getRuntimeMXBean().getStartTime();
        return List.of(
                new MetricFamily("growth_build", Type.INFO, "", "the framework's version",
                        List.of(new Sample(Map.of("version", version), 1))),
                plugins(catalogue),
                one("process_start_time_seconds", Type.GAUGE, "seconds", "when the process began", started / MILLIS),
                one("growth_uptime_seconds", Type.GAUGE, "seconds", "for how long the process has run",
                        ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS),
                one("process_cpu_seconds", Type.COUNTER, "seconds", "processor time of the process", system("ProcessCpuTime") / NANOS),
                one("process_open_fds", Type.GAUGE, "", "open files of the process", system("OpenFileDescriptorCount")),
                one("process_resident_memory_bytes", Type.GAUGE, "bytes", "resident memory of the process, models included",
                        ProcessMemory.now().resident()),
                memory("jvm_memory_used_bytes", "memory of the JVM in use; models live outside it", MemoryUsage::getUsed),
                memory("jvm_memory_max_bytes", "most memory that the JVM may use",
                        usage -> usage.getMax() < 0 ? Double.NaN : usage.getMax()),
                one("jvm_threads_current", Type.GAUGE, "", "threads of the JVM", ManagementFactory.getThreadMXBean().getThreadCount()));
    }

    private static MetricFamily one(String name, Type type, String unit, String help, double value) {
        return new MetricFamily(name, type, unit, help, List.of(new Sample(Map.of(), value)));
    }

    private static MetricFamily memory(String name, String help, ToDoubleFunction<MemoryUsage> value) {
        return new MetricFamily(name, Type.GAUGE, "bytes", help, List.of(
                new Sample(Map.of("area", "heap"), value.applyAsDouble(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage())),
                new Sample(Map.of("area", "nonheap"), value.applyAsDouble(ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage()))));
    }

    /** The bean is asked by name, because its class belongs to a module that not every JVM has. */
    private static double system(String attribute) {
        try {
            return ((Number) ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName("java.lang:type=OperatingSystem"),
                    attribute)).doubleValue();
        } catch (JMException e) {
            return Double.NaN;
        }
    }

    private static MetricFamily plugins(Catalogue catalogue) {
        List<Sample> samples = new ArrayList<>();
        for (PluginKind kind : PluginKind.values()) {
            List<PluginInfo> all = catalogue.plugins(kind);
            long usable = all.stream().filter(PluginInfo::usable).count();
            samples.add(plugins(kind.words(), "usable", usable));
            samples.add(plugins(kind.words(), "unusable", all.size() - usable));
        }
        samples.add(plugins("jar", "unusable", catalogue.broken().stream().distinct().count()));
        return new MetricFamily("growth_plugins", Type.GAUGE, "", "plug-ins by kind and state, and jars that could not be used", samples);
    }

    private static Sample plugins(String kind, String state, long count) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("kind", kind);
        labels.put("state", state);
        return new Sample(labels, count);
    }
}
