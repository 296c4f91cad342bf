package growth.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleRevision;

/** The framework, from its start to its end. */
final class RunningFramework {

    private final Framework framework;
    private final Duration stopTimeout;

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

    /** Stops the bundles and waits for them, but not for ever. */
    void stop() {
        try {
            framework.stop();
            framework.waitForStop(stopTimeout.toMillis());
        } catch (BundleException e) {
            System.err.println("growth: the framework did not stop: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
