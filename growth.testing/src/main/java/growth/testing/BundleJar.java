package growth.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Writes bundles for tests. */
public final class BundleJar {

    private BundleJar() {
    }

    /**
     * Writes a jar beside the place and renames it, so that nobody sees half of one.
     *
     * @param headers the manifest's headers besides the manifest's version
     * @param classes what the jar holds
     * @return the jar
     */
    public static Path write(Path file, Map<String, String> headers, Class<?>... classes) throws IOException {
        return write(file, headers, Map.of(), classes);
    }

    /**
     * As {@link #write(Path, Map, Class...)}, with other files.
     *
     * @param texts the text of each file, by its place in the jar
     */
    public static Path write(Path file, Map<String, String> headers, Map<String, String> texts, Class<?>... classes) throws IOException {
        Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), ".making", ".tmp");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(beside), manifest(headers))) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                jar.putNextEntry(new ZipEntry(text.getKey()));
                jar.write(text.getValue().getBytes(StandardCharsets.UTF_8));
            }
            for (Class<?> type : classes) {
                String entry = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new ZipEntry(entry));
                try (InputStream code = type.getClassLoader().getResourceAsStream(entry)) {
                    code.transferTo(jar);
                }
            }
        }
        return Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Manifest manifest(Map<String, String> headers) {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        headers.forEach(attributes::putValue);
        return manifest;
    }
}
