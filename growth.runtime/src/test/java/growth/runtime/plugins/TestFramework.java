package growth.runtime.plugins;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** A framework of its own for one test. */
public final class TestFramework implements AutoCloseable {

    private final Framework framework;

    /**
     * @param storage the framework's own folder
     * @param plugins the folder of plug-ins
     */
    public TestFramework(Path storage, Path plugins) throws BundleException {
        framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE, storage.toString(),
                "growth.plugins", plugins.toString()));
        framework.start();
    }

    /** Returns the system bundle's context. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    @Override
    public void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
