package growth.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleRevision;

/** The framework, from its start to its end. */
final class RunningFramework {

    /** Who has blocked at its start blocks its stop, too. */
    private static final long STUCK_MILLIS = 1000;

    private final Framework framework;
    private final Duration stopTimeout;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private RunningFramework(Framework framework, Duration stopTimeout) {
        this.framework = framework;
        this.stopTimeout = stopTimeout;
    }

    static RunningFramework init(Map<String, String> properties, Duration stopTimeout) throws BundleException {
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).findFirst()
                .orElseThrow(() -> new StartException("no OSGi framework on the launcher's class path: its jar is missing in lib/"));
        Framework framework = factory.newFramework(properties);
        framework.init();
        return new RunningFramework(framework, stopTimeout);
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    String property(String key) {
        return context().getProperty(key);
    }

    /** Installs a jar where it lies, without a copy. */
    Bundle install(Path jar) throws BundleException {
        return context().installBundle("reference:" + jar.toUri());
    }

    void start() throws BundleException {
        framework.start();
    }

    /** One that waits for its first class to be loaded is starting too, as long as nobody needs it. */
    private static boolean isStuck(Bundle bundle) {
        return bundle.getState() == Bundle.STARTING && bundle.getBundleId() != 0
                && bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY) == null;
    }

    /** Starts a bundle as its own manifest wants it: at once or at the first class that is loaded from it. Fragments are not started. */
    static void start(Bundle bundle) throws BundleException {
        boolean fragment = (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
        if (!fragment) {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
    }

    /** Waits until somebody else stops the framework. */
    void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /** The bundles that are installed; none if the framework has stopped. */
    Bundle[] bundles() {
        BundleContext context = framework.getBundleContext();
        return context == null ? new Bundle[0] : context.getBundles();
    }

    /** Stops the bundles and waits for them, but not for ever, and not twice; hardly at all if one has never come back from its start. */
    void stop() {
        if (!stopping.compareAndSet(false, true)) {
            awaitOtherStop();
            return;
        }
        try {
            boolean stuck = Arrays.stream(bundles()).anyMatch(RunningFramework::isStuck);
            framework.stop();
            framework.waitForStop(Math.min(stopTimeout.toMillis(), stuck ? STUCK_MILLIS : Long.MAX_VALUE));
        } catch (BundleException e) {
            System.err.println("growth: the framework did not stop: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    /** Whoever comes second may end the process next, and bundles are not through before the framework is. */
    private void awaitOtherStop() {
        try {
            stopped.await(Math.min(stopTimeout.toMillis(), STUCK_MILLIS), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
