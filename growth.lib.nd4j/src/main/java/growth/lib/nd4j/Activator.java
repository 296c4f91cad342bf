package growth.lib.nd4j;

import org.nd4j.common.config.ND4JClassLoading;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Points ND4J's look-ups of classes and services at this bundle.
 *
 * <p>Without it ND4J asks the context class loader, which on most threads inside Felix is one that sees none of ND4J's classes.
 */
public final class Activator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        ND4JClassLoading.setNd4jClassloader(Activator.class.getClassLoader());
    }

    @Override
    public void stop(BundleContext context) {
        // Native memory lives as long as the JVM: there is nothing to give back.
    }
}
