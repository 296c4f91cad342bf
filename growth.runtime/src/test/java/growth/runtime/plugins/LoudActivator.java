package growth.runtime.plugins;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Is heard outside the framework when it runs. */
public final class LoudActivator implements BundleActivator {
    static final String HEARD = "growth.test.heard";

    @Override
    public void start(BundleContext context) {
        System.setProperty(HEARD, context.getBundle().getVersion().toString());
    }

    @Override
    public void stop(BundleContext context) {
    }
}
