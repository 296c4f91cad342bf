package growth.shell.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What this process has done with its heap.
 *
 * @param collections garbage collections so far
 * @param allocated   bytes that the living threads have allocated so far; NaN where the JVM does not count them
 */
record HeapUse(long collections, double allocated) {

    static HeapUse now() {
        long collections = ManagementFactory.getGarbageCollectorMXBeans().stream().mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
        return new HeapUse(collections, allocatedBytes());
    }

    /** HotSpot's own operation, asked for by its name: com.sun.management is no package that every JVM has. */
    private static double allocatedBytes() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ObjectName threads = new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME);
            long[] ids = ManagementFactory.getThreadMXBean().getAllThreadIds();
            Object bytes = server.invoke(threads, "getThreadAllocatedBytes", new Object[] {ids}, new String[] {long[].class.getName()});
            return Arrays.stream((long[]) bytes).filter(b -> b > 0).sum();
        } catch (JMException | RuntimeException e) {
            return Double.NaN;
        }
    }

    /** Returns what was done since then. */
    HeapUse since(HeapUse before) {
        return new HeapUse(collections - before.collections, allocated - before.allocated);
    }
}
