package growth.lib.tokenizers;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Loads DJL's tokenizers while this bundle's class loader is the context class loader.
 *
 * <p>DJL looks for its native libraries through the context class loader, and only at the first use.
 */
public final class Activator implements BundleActivator {

    private static final String LIBRARY = "ai.djl.huggingface.tokenizers.jni.LibUtils";
    private static final String FLAVOR = "RUST_FLAVOR";

    @Override
    public void start(BundleContext context) throws ClassNotFoundException {
        // Otherwise DJL looks for a GPU and, where it finds one, downloads another library.
        if (System.getProperty(FLAVOR) == null) {
            System.setProperty(FLAVOR, "cpu");
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader own = Activator.class.getClassLoader();
        thread.setContextClassLoader(own);
        try {
            Class.forName(LIBRARY, true, own);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void stop(BundleContext context) {
        // Native libraries stay loaded until the class loader goes.
    }
}
