package growth.runtime.plugins;

import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Goes into a plug-in that does not come back from its start while there is a file {@code block} beside the folder of plug-ins. */
public final class BlockingActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        Path block = Path.of(context.getProperty("growth.plugins")).resolveSibling("block");
        while (Files.exists(block)) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void stop(BundleContext context) {
        // Nothing was begun.
    }
}
