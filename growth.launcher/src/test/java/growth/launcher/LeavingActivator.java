package growth.launcher;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Goes into a bundle and ends the process with a status of its own as soon as it can. */
public final class LeavingActivator implements BundleActivator {

    /** What it ends with. */
    static final int STATUS = 4;

    @Override
    public void start(BundleContext context) {
        new Thread(() -> System.exit(STATUS)).start();
    }

    @Override
    public void stop(BundleContext context) {
        // Nothing was begun.
    }
}
