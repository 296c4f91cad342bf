package growth.runtime.plugins;

import java.util.Optional;
import org.osgi.framework.Bundle;

/**
 * The location of a plug-in's bundle: the hash of its jar. What is installed is so recognised by its content, whatever the jar is called
 * and whenever it was touched, and two contents of one jar can be installed at the same time.
 */
final class ContentLocation {
    private static final String SCHEME = "growth-plugin:";

    private ContentLocation() {
    }

    static String of(String sha256) {
        return SCHEME + sha256;
    }

    /** Returns the hash of the jar that a bundle was installed from; empty for bundles that do not come from the folder of plug-ins. */
    static Optional<String> sha256(Bundle bundle) {
        String location = bundle.getLocation();
        return location.startsWith(SCHEME) ? Optional.of(location.substring(SCHEME.length())) : Optional.empty();
    }

    /** Returns whether the bundle comes from the folder of plug-ins. */
    static boolean isPlugin(Bundle bundle) {
        return sha256(bundle).isPresent();
    }
}
