package growth.it.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What a process holds while nothing is deployed.
 *
 * @param process   threads, files and memory
 * @param classes   classes and what they take
 * @param framework what the framework keeps of plug-ins
 */
record Footprint(Process process, Classes classes, Framework framework) {
    private static final Path HANDLES = Path.of("/proc/self/fd");
    private static final Path STATUS = Path.of("/proc/self/status");

    /**
     * @param threads  Java threads
     * @param handles  open files, 0 where the system does not tell
     * @param heap     bytes of Java's heap in use, after a collection
     * @param pages    bytes of memory that Java has for its heap, which follow the load
     * @param resident kilobytes in memory, 0 where the system does not tell
     */
    record Process(int threads, long handles, long heap, long pages, long resident) {
    }

    /**
     * @param loaders   class loaders but for those that Java makes for reflection on methods that are often called
     * @param loaded    classes
     * @param metaspace bytes of metaspace in use
     */
    record Classes(long loaders, int loaded, long metaspace) {
    }

    /**
     * @param bundles bundles of plug-ins
     * @param copies  jars in the framework's storage
     * @param bytes   what the storage takes
     * @param loaders class loaders of plug-ins that are gone
     */
    record Framework(int bundles, long copies, long bytes, int loaders) {
    }

    /** Measures the process; the collection was the caller's. */
    static Footprint of(Framework framework) {
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        long metaspace = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getName().equals("Metaspace"))
                .mapToLong(pool -> pool.getUsage().getUsed()).sum();
        int loaded = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        return new Footprint(new Process(threads, handles(), heap.getUsed(), heap.getCommitted(), resident()),
                new Classes(loaders(), loaded, metaspace), framework);
    }

    static final String HEADER = "threads,handles,heap_bytes,heap_pages_bytes,resident_kb,loaders,classes,metaspace_bytes,bundles,copies,"
            + "storage_bytes,plugin_loaders";

    /** Returns it as a line of comma-separated values. */
    String line() {
        return String.format(Locale.ROOT, "%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d", process.threads, process.handles, process.heap,
                process.pages, process.resident, classes.loaders, classes.loaded, classes.metaspace, framework.bundles, framework.copies,
                framework.bytes, framework.loaders);
    }

    private static long handles() {
        try (Stream<Path> files = Files.list(HANDLES)) {
            return files.count();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static long resident() {
        try {
            List<String> lines = Files.readAllLines(STATUS);
            return lines.stream().filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Counted in what {@code jcmd PID VM.classloader_stats} tells; 0 where the virtual machine does not. */
    private static long loaders() {
        try {
            Object text = ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "vmClassloaderStats", new Object[] {new String[0]}, new String[] {String[].class.getName()});
            return text.toString().lines().filter(line -> line.startsWith("0x") && !line.endsWith(".DelegatingClassLoader")).count();
        } catch (JMException e) {
            return 0;
        }
    }
}
