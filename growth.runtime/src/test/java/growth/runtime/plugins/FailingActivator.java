package growth.runtime.plugins;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Goes into a plug-in that cannot start. */
public final class FailingActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("no such weights");
    }

    @Override
    public void stop(BundleContext context) {
        throw new IllegalStateException("never started");
    }
}
