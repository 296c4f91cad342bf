package growth.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Goes into a bundle and offers a command that never ends. */
public final class DeafProbe implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        Callable<Integer> command = () -> {
            Files.createFile(Path.of(context.getProperty("growth.home"), "deaf"));
            new CountDownLatch(1).await();
            return 0;
        };
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("growth.main", true);
        context.registerService(Callable.class, command, properties);
    }

    @Override
    public void stop(BundleContext context) {
        // The command does not listen to this either.
    }
}
