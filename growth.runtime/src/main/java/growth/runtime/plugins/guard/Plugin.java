package growth.runtime.plugins.guard;

import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/**
 * Identifies the plug-in being called.
 *
 * @param name    kind and name in words, e.g. {@code operator 'stack'}
 * @param bundle  symbolic name and version of its bundle
 * @param jar     the file name of its jar, looked up when there is something to tell; empty if it is not known
 * @param foreign whether it comes from the folder of plug-ins and not from the installation
 */
public record Plugin(String name, String bundle, Supplier<String> jar, boolean foreign) {
    /** How the launcher installs what belongs to the installation. */
    private static final String INSTALLED = "reference:";

    public Plugin {
        name = PlainText.of(name);
        bundle = PlainText.of(bundle);
    }

    /**
     * Returns the plug-in whose class that is, as far as its bundle tells.
     *
     * @param name   kind and name in words
     * @param object of a class of it
     */
    public static Plugin of(String name, Object object) {
        return of(name, FrameworkUtil.getBundle(object.getClass()), () -> "");
    }

    /**
     * @param name   kind and name in words
     * @param bundle whose it is; null if that is not known
     * @param jar    the file name of its jar
     */
    public static Plugin of(String name, Bundle bundle, Supplier<String> jar) {
        return bundle == null ? new Plugin(name, "unknown", () -> "", false)
                : new Plugin(name, bundle.getSymbolicName() + " " + bundle.getVersion(), jar,
                        bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID && !bundle.getLocation().startsWith(INSTALLED));
    }

    /** Returns, for example, {@code operator 'stack' of my.ops 1.0.0 (my.jar)}. */
    public String words() {
        String file = PlainText.of(jar.get());
        return name + " of " + bundle + (file.isEmpty() ? "" : " (" + file + ")");
    }

    /**
     * Returns the error (FAILING_PLUGIN), to be thrown.
     *
     * @param what what it did, e.g. {@code failed in 'card'}
     */
    PluginFailure failure(String what, Throwable cause) {
        return new PluginFailure(this, what, false, cause);
    }
}
