package growth.runtime.plugins;

import growth.formats.folder.IoReason;
import growth.runtime.plugins.trust.TrustVerdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Installs, starts and uninstalls the bundles of plug-ins; failures come back as words. */
final class PluginBundles {

    private static final long REFRESH_SECONDS = 60;

    private final BundleContext context;
    private final UnresolvedReason unresolved;
    private final PluginStarts starts;
    private final TrustGate gate;

    PluginBundles(BundleContext context, PluginStarts starts, TrustGate gate) {
        this.context = context;
        this.starts = starts;
        this.gate = gate;
        this.unresolved = new UnresolvedReason(context);
    }

    /**
     * The result of installing a jar.
     *
     * @param bundle null if the jar could not be installed
     * @param reason why it could not be installed
     * @param trust  why it may be installed; empty if it may not, or nobody has asked
     */
    record Installed(Bundle bundle, String reason, String trust) {
        static Installed not(String reason) {
            return new Installed(null, reason, "");
        }
    }

    /**
     * Installs a jar that may be installed, unless its content is installed already.
     *
     * <p>What is judged and installed is a copy: the file may be replaced or deleted meanwhile, or while classes are still loaded from the
     * bundle. An extension of the framework begins to work when it is installed, so all is known before.
     */
    Installed install(Path jar, String sha256) {
        if (gate.refused(sha256)) {
            return Installed.not(gate.judge(sha256, jar).words());
        }
        try (PrivateCopy copy = PrivateCopy.of(jar, sha256, context.getDataFile("plugins").toPath())) {
            TrustVerdict verdict = gate.judge(sha256, copy.path());
            if (!verdict.trusted()) {
                return Installed.not(verdict.words());
            }
            String reason = JarCheck.reason(copy.path());
            if (!reason.isEmpty()) {
                return Installed.not(reason);
            }
            Bundle there = context.getBundle(ContentLocation.of(sha256));
            if (there != null) {
                return new Installed(there, "", verdict.words());
            }
            try (InputStream content = Files.newInputStream(copy.path())) {
                return new Installed(context.installBundle(ContentLocation.of(sha256), content), "", verdict.words());
            }
        } catch (BundleException e) {
            return Installed.not(words(e));
        } catch (IOException e) {
            return Installed.not("it cannot be read: " + IoReason.of(e));
        }
    }

    /** Returns the bundle, and those plug-ins that get classes or services from it, directly or not. */
    Set<Bundle> dependants(Bundle bundle) {
        FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
        Set<Bundle> found = new LinkedHashSet<>();
        Deque<Bundle> open = new ArrayDeque<>(List.of(bundle));
        while (!open.isEmpty()) {
            Bundle next = open.pop();
            if (ContentLocation.isPlugin(next) && found.add(next)) {
                open.addAll(wiring.getDependencyClosure(List.of(next)));
                open.addAll(users(next));
            }
        }
        return found;
    }

    private static Set<Bundle> users(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getState() == Bundle.UNINSTALLED ? null : bundle.getRegisteredServices();
        return Stream.of(services == null ? new ServiceReference<?>[0] : services).map(ServiceReference::getUsingBundles)
                .filter(Objects::nonNull).flatMap(Arrays::stream).collect(Collectors.toSet());
    }

    /** Uninstalls a bundle that nobody uses, and returns why it could not be, or an empty text. */
    String uninstall(Bundle bundle) {
        return bundle.getState() == Bundle.UNINSTALLED ? "" : starts.stop(bundle, () -> uninstallNow(bundle));
    }

    private static String uninstallNow(Bundle bundle) {
        try {
            bundle.uninstall();
            return "";
        } catch (BundleException e) {
            return oneLine(e.toString());
        }
    }

    /** Returns whether the bundle has not come back from its start or stop, so that nothing else can be done with it. */
    boolean stuck(Bundle bundle) {
        return starts.stuck(bundle);
    }

    /** Starts a bundle, if it is none that attaches to another, and returns why it did not start, or an empty text. */
    String start(Bundle bundle) {
        if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
            return "";
        }
        return starts.start(bundle, () -> startNow(bundle));
    }

    private String startNow(Bundle bundle) {
        try {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
            return "";
        } catch (BundleException e) {
            return e.getType() == BundleException.RESOLVE_ERROR ? unresolved.of(bundle, oneLine(e.getMessage())) : words(e);
        }
    }

    /** Lets go of the classes of uninstalled bundles and waits until that is done. */
    void refresh(Collection<Bundle> changed) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(changed, event -> refreshed.countDown());
        refreshed.await(REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    private static String words(BundleException e) {
        return switch (e.getType()) {
            case BundleException.DUPLICATE_BUNDLE_ERROR -> "a bundle of the same name and version is installed already";
            case BundleException.MANIFEST_ERROR -> "its manifest is wrong: " + oneLine(e.getMessage());
            case BundleException.ACTIVATOR_ERROR -> "its activator failed: " + oneLine(String.valueOf(e.getCause()));
            default -> oneLine(tellingIn(e));
        };
    }

    /** Returns the useful cause; the framework's own words, such as that it could not create an object, do not help. */
    private static String tellingIn(Throwable e) {
        boolean telling = e.getMessage() != null && !e.getMessage().matches("(Could not create|Unable to cache) bundle.*");
        return telling || e.getCause() == null ? String.valueOf(telling ? e.getMessage() : e) : tellingIn(e.getCause());
    }

    private static String oneLine(String text) {
        return String.valueOf(text).replaceAll("\\s*\\R\\s*", " ");
    }
}
