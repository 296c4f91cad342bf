package growth.shell.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The heap use of this process.
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

    /** Calls HotSpot's own operation by name, because not every JVM has the package com.sun.management. */
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

    /** Returns the use since that moment. */
    HeapUse since(HeapUse before) {
        return new HeapUse(collections - before.collections, allocated - before.allocated);
    }
}
