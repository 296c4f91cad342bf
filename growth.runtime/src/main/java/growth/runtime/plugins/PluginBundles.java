package growth.runtime.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Installs, updates, starts and uninstalls the bundles of plug-ins; failures come back as words. */
final class PluginBundles {

    private static final long REFRESH_SECONDS = 60;

    private final BundleContext context;
    private final UnresolvedReason unresolved;

    PluginBundles(BundleContext context) {
        this.context = context;
        this.unresolved = new UnresolvedReason(context);
    }

    /**
     * Installs a jar, or updates the bundle that was made of its predecessor.
     *
     * <p>The framework gets a copy: the file may be replaced while classes are still loaded from the bundle.
     *
     * @param predecessor null if there is none
     */
    InstalledJar install(Path jar, JarStamp stamp, Bundle predecessor) {
        String reason = JarCheck.reason(jar);
        if (!reason.isEmpty()) {
            return new InstalledJar(stamp, null, reason + uninstalled(predecessor));
        }
        try (InputStream content = Files.newInputStream(jar)) {
            if (predecessor == null) {
                return new InstalledJar(stamp, context.installBundle(jar.toUri().toString(), content), "");
            }
            predecessor.update(content);
            return new InstalledJar(stamp, predecessor, "");
        } catch (BundleException e) {
            return new InstalledJar(stamp, null, words(e) + uninstalled(predecessor));
        } catch (IOException e) {
            return new InstalledJar(stamp, null, "it cannot be read: " + e.getMessage() + uninstalled(predecessor));
        }
    }

    /** Uninstalls; waits for whoever is inside one of the bundle's services and does not let go of it yet. */
    void uninstall(Bundle bundle) throws BundleException {
        if (bundle.getState() != Bundle.UNINSTALLED) {
            bundle.uninstall();
        }
    }

    /** Starts a bundle, if it is none that attaches to another, and returns why it did not start, or an empty text. */
    String start(Bundle bundle) {
        if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
            return "";
        }
        try {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
            return "";
        } catch (BundleException e) {
            return e.getType() == BundleException.RESOLVE_ERROR ? unresolved.of(bundle, oneLine(e.getMessage())) : words(e);
        }
    }

    /** Lets go of the old classes of updated and uninstalled bundles and waits until that is done. */
    void refresh(Collection<Bundle> changed) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(changed, event -> refreshed.countDown());
        refreshed.await(REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    private String uninstalled(Bundle predecessor) {
        if (predecessor == null) {
            return "";
        }
        try {
            uninstall(predecessor);
            return "; its predecessor was uninstalled";
        } catch (BundleException e) {
            return "; its predecessor could not be uninstalled: " + oneLine(e.getMessage());
        }
    }

    private static String words(BundleException e) {
        return switch (e.getType()) {
            case BundleException.DUPLICATE_BUNDLE_ERROR -> "a bundle of the same name and version is installed already";
            case BundleException.MANIFEST_ERROR -> "its manifest is wrong: " + oneLine(e.getMessage());
            case BundleException.ACTIVATOR_ERROR -> "its activator failed: " + oneLine(String.valueOf(e.getCause()));
            default -> oneLine(e.getMessage());
        };
    }

    private static String oneLine(String text) {
        return String.valueOf(text).replaceAll("\\s*\\R\\s*", " ");
    }
}
