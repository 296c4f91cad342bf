package growth.spark;

import growth.spark.wire.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is installed in a folder, without starting it. */
public final class Installed {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final int DIGITS = 12;

    private Installed() {
    }

    /**
     * Returns the bundles of an installation: symbolic name → version and the beginning of the digest of its bytes.
     *
     * @param home the installation
     * @throws IOException if it cannot be read, or is none
     */
    public static TreeMap<String, String> bundles(Path home) throws IOException {
        TreeMap<String, String> bundles = new TreeMap<>();
        try (Stream<Path> files = Files.list(home.resolve("bundle"))) {
            for (Path bundle : files.sorted().toList()) {
                add(bundle, bundles);
            }
        }
        return bundles;
    }

    private static void add(Path bundle, TreeMap<String, String> bundles) throws IOException {
        if (Files.isDirectory(bundle)) {
            if (Files.exists(bundle.resolve(MANIFEST))) {
                try (InputStream in = Files.newInputStream(bundle.resolve(MANIFEST))) {
                    put(new Manifest(in), Digest.of(within(bundle)), bundles);
                }
            }
        } else if (bundle.toString().endsWith(".jar")) {
            try (JarFile jar = new JarFile(bundle.toFile())) {
                put(jar.getManifest(), Digest.of(bundle), bundles);
            }
        }
    }

    private static List<Path> within(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
        }
    }

    private static void put(Manifest manifest, String digest, TreeMap<String, String> bundles) {
        Attributes attributes = manifest.getMainAttributes();
        String name = attributes.getValue("Bundle-SymbolicName");
        if (name != null) {
            bundles.put(name.replaceFirst(";.*", "").strip(),
                    attributes.getValue("Bundle-Version") + " (" + digest.substring(0, DIGITS) + ")");
        }
    }
}
