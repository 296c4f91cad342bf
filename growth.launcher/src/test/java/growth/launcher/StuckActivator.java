package growth.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Goes into a bundle and never comes back from its start. */
public final class StuckActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) throws Exception {
        Files.createFile(Path.of(context.getProperty("growth.home"), "stuck"));
        new CountDownLatch(1).await();
    }

    @Override
    public void stop(BundleContext context) {
        // Nothing was begun.
    }
}
