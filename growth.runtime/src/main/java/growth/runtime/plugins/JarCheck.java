package growth.runtime.plugins;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarEntry;
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
                return "it has no " + JarFile.MANIFEST_NAME + ", so it is not a bundle: " + remedy(jar);
            }
            String name = manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            return name == null ? "its manifest has no Bundle-SymbolicName, so it is not a bundle: " + remedy(jar) : "";
        } catch (IOException e) {
            return "it is not a jar, or not a whole one: " + e.getMessage();
        }
    }

    /** Returns a remedy, which the rest of the jar often reveals. */
    private static String remedy(JarFile jar) {
        Optional<String> deeper = jar.stream().map(JarEntry::getName).filter(name -> name.endsWith("/" + JarFile.MANIFEST_NAME))
                .findFirst();
        if (deeper.isPresent()) {
            return "the manifest lies at " + deeper.get() + "; pack what is in that folder, not the folder";
        }
        if (jar.stream().anyMatch(entry -> entry.getName().startsWith("OSGI-INF/"))) {
            return "it was built with bnd (there is OSGI-INF), but packed without bnd's manifest; give that to the tool that packs"
                    + " (maven-jar-plugin: archive/manifestFile, jar: --manifest)";
        }
        boolean sources = jar.stream().anyMatch(entry -> entry.getName().endsWith(".java"));
        return sources && jar.stream().noneMatch(entry -> entry.getName().endsWith(".class")) ? "it holds sources; take the jar of classes"
                : "build it with bnd";
    }
}
