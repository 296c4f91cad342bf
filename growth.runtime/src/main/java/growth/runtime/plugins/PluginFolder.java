package growth.runtime.plugins;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The folder of plug-ins: a jar copied into it is installed and started, and a jar deleted is uninstalled; a jar replaced is both, the new
 * content first. What is in use stays until nobody uses it any more.
 *
 * <p>The folder is looked at about three times a second, and a jar is touched when two looks in a row have found the same file, so that one
 * that is still being copied is left alone. What lies there when the framework starts is installed at once. All of that happens on a thread
 * of its own, so that plug-ins may use every service of the framework while they start.
 */
@ProviderType
public interface PluginFolder {

    /** The folder, absolute; it need not exist. */
    Path path();

    /** Every jar that was found at the last look, sorted by name, broken ones too. */
    List<PluginJar> jars();

    /** Returns the users of the bundles. */
    BundleHolds holds();

    /** Waits until what lay in the folder at the start has been dealt with. Plug-ins that are just being started are not kept waiting. */
    void awaitFirstLook();

    /**
     * Waits for a limited time until everything that is now in the folder has been processed; what comes meanwhile is not waited for.
     *
     * @return whether there was anything to wait for
     */
    boolean settle();
}
