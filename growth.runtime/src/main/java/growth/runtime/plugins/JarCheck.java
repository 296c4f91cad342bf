package growth.runtime.plugins;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;

/** Says of a file why it cannot be a bundle, in words that a framework's error message does not find. */
final class JarCheck {

    private JarCheck() {
    }

    /** Returns the reason, or an empty text for a jar that is worth a try. */
    static String reason(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                return "it has no META-INF/MANIFEST.MF, so it is no bundle: build it with bnd";
            }
            String name = manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            return name == null ? "its manifest has no Bundle-SymbolicName, so it is no bundle: build it with bnd" : "";
        } catch (IOException e) {
            return "it is no jar, or not a whole one: " + e.getMessage();
        }
    }
}
