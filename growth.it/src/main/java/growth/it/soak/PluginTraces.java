package growth.it.soak;

import growth.it.plugins.PluginsFolder;
import growth.it.soak.Footprint.Framework;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;

/** Remembers, weakly, the class loader of every plug-in that was ever started, and knows what the framework keeps of plug-ins. */
final class PluginTraces implements SynchronousBundleListener, AutoCloseable {
    private final BundleContext context;
    private final PluginsFolder plugins;
    private final Map<Long, WeakReference<ClassLoader>> loaders = new ConcurrentHashMap<>();

    PluginTraces(BundleContext context, PluginsFolder plugins) {
        this.context = context;
        this.plugins = plugins;
        context.addBundleListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTED && plugins.isPlugin(event.getBundle())) {
            Bundle bundle = event.getBundle();
            Optional.ofNullable(bundle.adapt(BundleWiring.class))
                    .ifPresent(wiring -> loaders.put(bundle.getBundleId(), new WeakReference<>(wiring.getClassLoader())));
        }
    }

    /** Returns how many were seen. */
    int seen() {
        return loaders.size();
    }

    /** Collects garbage and counts what is left. */
    Framework left() {
        System.gc();
        int gone = (int) loaders.entrySet().stream().filter(entry -> context.getBundle(entry.getKey()) == null)
                .filter(entry -> entry.getValue().get() != null).count();
        try (Stream<Path> files = Files.walk(Path.of(context.getProperty(Constants.FRAMEWORK_STORAGE)))) {
            long copies = 0;
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copies += file.getFileName().toString().equals("bundle.jar") ? 1 : 0;
                bytes += Files.size(file);
            }
            return new Framework(plugins.bundles().size(), copies, bytes, gone);
        } catch (IOException | UncheckedIOException e) {
            // A folder was deleted while it was walked through: whoever waits asks again.
            return new Framework(plugins.bundles().size(), -1, -1, gone);
        }
    }

    @Override
    public void close() {
        context.removeBundleListener(this);
    }
}
