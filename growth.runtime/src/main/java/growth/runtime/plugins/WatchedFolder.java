package growth.runtime.plugins;

import growth.formats.folder.IoReason;
import growth.runtime.plugins.guard.PluginGuard;
import growth.runtime.plugins.trust.PluginTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.annotation.bundle.Requirement;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the folder of plug-ins, about three times a second unless the settings say otherwise. */
@Component(immediate = true, configurationPid = PluginSettings.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PluginSettings.class)
@Requirement(namespace = "osgi.implementation", name = "osgi.cm", version = "1.6.0", effective = "active")
public final class WatchedFolder implements PluginFolder {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFolder.class);
    /** Whoever asks for a plug-in waits no longer for others that are just being installed. */
    private static final long PATIENCE_SECONDS = 30;
    private static final long GLANCE_MILLIS = 20;
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Path folder;
    /** Nanoseconds from one look to the next. */
    private final long period;
    private final ComponentReasons components;
    private final BundleHolds holds = new BundleHolds();
    private final ServiceRegistration<?> hooks;
    private final Deployment deployment;
    private final PluginGuard guard;
    private final PluginStarts starts;
    private final CountDownLatch firstLook = new CountDownLatch(1);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "growth-plugins");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Thread looking;
    private Map<Path, JarStamp> before = Map.of();
    private String trouble = "";
    /** Never changed, but replaced when a change is through: nobody sees a jar that is installed and not started yet. */
    private volatile SortedMap<Path, InstalledJar> installed = new TreeMap<>();

    /** @param settings name the folder, and say whether it is left alone */
    @Activate
    public WatchedFolder(BundleContext context, PluginSettings settings, @Reference ComponentReasons components,
            @Reference PluginGuard guard, @Reference PluginTrust trust) {
        this(context, settings.safe() ? Optional.empty() : Optional.of((long) (1000 * settings.look_seconds())),
                Path.of(settings.plugins()), components, guard, trust);
    }

    /**
     * Begins to look. Nothing is installed here: a plug-in that is started may need a service that is just being made with this one.
     *
     * @param period milliseconds from one look to the next, which follows at once on one that takes longer; empty if the folder is left
     *               alone
     */
    WatchedFolder(BundleContext context, Optional<Long> period, Path folder, ComponentReasons components, PluginGuard guard,
            PluginTrust trust) {
        this.folder = folder.toAbsolutePath().normalize();
        this.period = TimeUnit.MILLISECONDS.toNanos(period.orElse(0L));
        this.components = components;
        OutgoingBundles outgoing = new OutgoingBundles();
        this.hooks = context.registerService(new String[] {CollisionHook.class.getName(), ResolverHookFactory.class.getName()}, outgoing,
                null);
        this.guard = guard;
        this.starts = new PluginStarts(guard);
        TrustGate gate = new TrustGate(trust);
        this.deployment = new Deployment(new PluginBundles(context, starts, gate), holds, outgoing, gate);
        if (period.isEmpty()) {
            firstLook.countDown();
            return;
        }
        clock.execute(this::firstLook);
        clock.schedule(this::lookAndLookAgain, period.get(), TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void deactivate() {
        clock.shutdownNow();
        try {
            hooks.unregister();
        } catch (IllegalStateException e) {
            // The framework has stopped meanwhile and has unregistered them itself.
            LOG.debug("hooks were gone already", e);
        }
    }

    @Override
    public Path path() {
        return folder;
    }

    @Override
    public BundleHolds holds() {
        return holds;
    }

    @Override
    public List<PluginJar> jars() {
        awaitFirstLook();
        List<PluginJar> jars = new ArrayList<>();
        installed.forEach((file, jar) -> jars.add(describe(file, jar)));
        return List.copyOf(jars);
    }

    private PluginJar describe(Path file, InstalledJar jar) {
        Bundle bundle = jar.bundle();
        if (bundle == null) {
            return new PluginJar(file, "", "", -1, jar.reason(), jar.sha256(), "");
        }
        String reason = jar.reason().isEmpty() ? components.of(bundle) : jar.reason();
        return new PluginJar(file, bundle.getSymbolicName(), bundle.getVersion().toString(), bundle.getBundleId(), reason,
                jar.sha256(), jar.trust());
    }

    @Override
    public void awaitFirstLook() {
        if (isStarting(Thread.currentThread())) {
            return;
        }
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            boolean over = firstLook.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
            while (!over && !guard.stopAsked() && System.nanoTime() < end) {
                over = firstLook.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (!over && !guard.stopAsked()) {
                LOG.warn("plug-ins of {} are still starting after {} s; they are not waited for", folder, PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStarting(Thread thread) {
        return thread == looking || starts.on(thread);
    }

    @Override
    public boolean settle() {
        awaitFirstLook();
        boolean waited = false;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            Unsettled unsettled = new Unsettled(stamps(), JarStamp.of(folder));
            while (!isStarting(Thread.currentThread()) && !guard.stopAsked() && !unsettled.over(stamps(), JarStamp.of(folder))
                    && System.nanoTime() < end) {
                waited = true;
                TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
            }
        } catch (IOException e) {
            LOG.debug("a folder that cannot be read is as settled as it will be", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return waited;
    }

    private Map<Path, JarStamp> stamps() {
        Map<Path, JarStamp> stamps = new TreeMap<>();
        installed.forEach((file, jar) -> stamps.put(file, jar.stamp()));
        return stamps;
    }

    private void firstLook() {
        looking = Thread.currentThread();
        try {
            look();
            // What is there at the start has had its time: no second look is waited for.
            look();
        } finally {
            firstLook.countDown();
        }
    }

    /** Counted from beginning to beginning: what is being installed keeps nothing waiting that comes meanwhile, and stands as still. */
    private void lookAndLookAgain() {
        long begin = System.nanoTime();
        try {
            look();
        } finally {
            long left = period - (System.nanoTime() - begin);
            if (!clock.isShutdown()) {
                clock.schedule(this::lookAndLookAgain, Math.max(left, MOMENT_NANOS), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void look() {
        try {
            Map<Path, JarStamp> now = listed();
            FolderChange change = FolderChange.between(stamps(), before, now);
            before = now;
            if (!change.isNothing() || deployment.trustChanged()) {
                deployment.apply(change, now);
                installed = deployment.jars();
            } else if (starts.someCameBack() && deployment.startAgain() || deployment.sweep()) {
                installed = deployment.jars();
            }
            trouble = "";
        } catch (IOException e) {
            complain("the folder of plug-ins " + folder + " cannot be read, so nothing in it is followed: " + IoReason.of(e), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // An executor would silently never call again, and plug-ins would no longer be seen.
            complain("the folder of plug-ins " + folder + " could not be followed: " + e, e);
        }
    }

    /** A jar that is renamed just while the folder is listed may be seen under neither name: nothing is gone that comes back at once. */
    private Map<Path, JarStamp> listed() throws IOException {
        Map<Path, JarStamp> now = JarStamp.of(folder);
        return now.keySet().containsAll(installed.keySet()) ? now : JarStamp.of(folder);
    }

    /** A trouble that stays is told once. */
    private void complain(String what, RuntimeException trace) {
        if (!what.equals(trouble)) {
            trouble = what;
            LOG.warn(what, trace);
        }
    }
}
