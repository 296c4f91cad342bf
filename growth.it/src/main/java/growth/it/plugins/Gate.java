package growth.it.plugins;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Where a run waits: in the middle of a growth, or for a listener. It is a service, so that the plug-in needs no class of the tests. */
final class Gate implements Runnable, AutoCloseable {

    /** How a component's description asks for it. */
    static final String REFERENCE =
            "<reference name=\"gate\" interface=\"java.lang.Runnable\" target=\"(growth.it=gate)\" parameter=\"0\"/>";

    private static final long LIMIT_SECONDS = 60;
    private static final long LOOK_MILLIS = 50;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger passed = new AtomicInteger();
    private final ServiceRegistration<Runnable> registration;

    Gate(BundleContext context) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("growth.it", "gate");
        registration = context.registerService(Runnable.class, this, properties);
    }

    /** What the plug-in calls. */
    @Override
    public void run() {
        reached.countDown();
        await(opened, "the gate was not opened");
        passed.incrementAndGet();
    }

    /** Returns how many calls the open gate has let through. */
    int passed() {
        return passed.get();
    }

    void awaitReached() {
        await(reached, "nothing has reached the gate");
    }

    /** Waits as long as that thread, which may reach it, is alive; returns whether it was reached. */
    boolean awaitReached(Thread by) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!reached.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (!by.isAlive() || System.nanoTime() > end) {
                return reached.getCount() == 0;
            }
        }
        return true;
    }

    void open() {
        opened.countDown();
    }

    private static void await(CountDownLatch latch, String otherwise) {
        try {
            if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(otherwise + " within " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        open();
        registration.unregister();
    }
}
