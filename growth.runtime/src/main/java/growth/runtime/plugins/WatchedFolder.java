package growth.runtime.plugins;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the folder of the framework property {@code growth.plugins} about three times a second. */
@Component(immediate = true)
public final class WatchedFolder implements PluginFolder {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFolder.class);
    private static final long PERIOD_MILLIS = 300;

    private final Path folder;
    private final PluginBundles bundles;
    private final ComponentReason components;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "growth-plugins");
        thread.setDaemon(true);
        return thread;
    });
    private Map<Path, JarStamp> before = Map.of();
    /** Never changed, but replaced when a change is through: nobody sees a jar that is installed and not started yet. */
    private volatile SortedMap<Path, InstalledJar> installed = new TreeMap<>();

    /** Installs what lies in the folder, and goes on looking. */
    @Activate
    public WatchedFolder(BundleContext context, @Reference ServiceComponentRuntime components) {
        String path = context.getProperty("growth.plugins");
        this.folder = Path.of(path == null ? "plugins" : path).toAbsolutePath().normalize();
        this.bundles = new PluginBundles(context);
        this.components = new ComponentReason(components);
        look();
        // What is there at the start has had its time: no second look is waited for.
        look();
        clock.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void deactivate() {
        clock.shutdownNow();
    }

    @Override
    public Path path() {
        return folder;
    }

    @Override
    public List<PluginJar> jars() {
        List<PluginJar> jars = new ArrayList<>();
        installed.forEach((file, jar) -> jars.add(describe(file, jar)));
        return List.copyOf(jars);
    }

    private PluginJar describe(Path file, InstalledJar jar) {
        Bundle bundle = jar.bundle();
        if (bundle == null) {
            return new PluginJar(file, "", "", -1, jar.reason());
        }
        String reason = jar.reason().isEmpty() ? components.of(bundle) : jar.reason();
        return new PluginJar(file, bundle.getSymbolicName(), bundle.getVersion().toString(), bundle.getBundleId(), reason);
    }

    private void look() {
        try {
            Map<Path, JarStamp> now = JarStamp.of(folder);
            Map<Path, JarStamp> handled = new TreeMap<>();
            installed.forEach((file, jar) -> handled.put(file, jar.stamp()));
            FolderChange change = FolderChange.between(handled, before, now);
            before = now;
            if (!change.isNothing()) {
                apply(change, now);
            }
        } catch (IOException e) {
            LOG.warn("the folder of plug-ins {} cannot be read: {}", folder, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // An executor would silently never call again, and plug-ins would no longer be seen.
            LOG.error("the folder of plug-ins {} could not be followed", folder, e);
        }
    }

    private void apply(FolderChange change, Map<Path, JarStamp> now) throws InterruptedException {
        SortedMap<Path, InstalledJar> next = new TreeMap<>(installed);
        List<Bundle> outdated = new ArrayList<>();
        for (Path file : change.gone()) {
            Bundle bundle = next.remove(file).bundle();
            if (bundle != null) {
                uninstall(file, bundle);
                outdated.add(bundle);
            }
        }
        for (Path file : change.changed()) {
            InstalledJar predecessor = next.get(file);
            Bundle bundle = predecessor == null ? null : predecessor.bundle();
            next.put(file, bundles.install(file, now.get(file), bundle));
            if (bundle != null) {
                outdated.add(bundle);
            }
        }
        if (!outdated.isEmpty()) {
            bundles.refresh(outdated);
        }
        // All of them, not only the new ones: one that could not be resolved may find now what it misses.
        next.replaceAll((file, jar) -> jar.bundle() == null ? jar : jar.withReason(bundles.start(jar.bundle())));
        installed = next;
    }

    private void uninstall(Path file, Bundle bundle) {
        try {
            bundles.uninstall(bundle);
        } catch (BundleException e) {
            LOG.warn("{} was deleted, but its bundle could not be uninstalled: {}", file, e.toString());
        }
    }
}
