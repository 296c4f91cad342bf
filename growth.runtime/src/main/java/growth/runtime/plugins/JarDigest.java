package growth.runtime.plugins;

import growth.api.training.PluginOrigin;
import growth.formats.digest.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import org.osgi.framework.Bundle;

/** The SHA-256 of the jar that a bundle was installed from. */
public final class JarDigest {
    private static final String REFERENCE = "reference:";

    private JarDigest() {
    }

    /** Returns which code a bundle is. */
    public static PluginOrigin origin(Bundle bundle) {
        return new PluginOrigin(bundle.getSymbolicName(), bundle.getVersion().toString(), of(bundle));
    }

    /** Returns the hash in hexadecimal digits; empty if the jar cannot be found or read any more. */
    static String of(Bundle bundle) {
        return ContentLocation.sha256(bundle).orElseGet(() -> ofFile(bundle.getLocation()));
    }

    /** Returns whether the bundle comes from the folder of plug-ins. */
    public static boolean isPlugin(Bundle bundle) {
        return ContentLocation.isPlugin(bundle);
    }

    private static String ofFile(String location) {
        String place = location.startsWith(REFERENCE) ? location.substring(REFERENCE.length()) : location;
        try {
            return Sha256.of(Path.of(URI.create(place)));
        } catch (IllegalArgumentException | FileSystemNotFoundException | IOException e) {
            // Another way of installing bundles than the launcher's, or a jar that is no longer there.
            return "";
        }
    }
}
