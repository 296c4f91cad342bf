package growth.it.plugins;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The folder that the running framework watches. */
public final class PluginsFolder {

    private static final String LOCATION = "growth-plugin:";

    private final BundleContext context;
    private final Path path;

    public PluginsFolder(BundleContext context) {
        this.context = context;
        this.path = Path.of(context.getProperty("growth.plugins"));
    }

    public Path jar(String name) {
        return path.resolve(name);
    }

    /** The bundle that was made of what the jar holds now, if there is one. */
    public Optional<Bundle> bundle(String name) throws IOException {
        String location = LOCATION + sha256(jar(name));
        return bundles().stream().filter(bundle -> bundle.getLocation().equals(location)).findFirst();
    }

    /** The bundles of plug-ins, those too whose jars are gone and that a run still uses. */
    public List<Bundle> bundles() {
        return Arrays.stream(context.getBundles()).filter(this::isPlugin).toList();
    }

    /** Whether a bundle was made of a jar of this folder. */
    public boolean isPlugin(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    /** The hash of a file, in hexadecimal digits. */
    static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes every jar and waits until the framework has followed. */
    public void clear() throws IOException, InterruptedException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(path, "*.jar")) {
            for (Path jar : jars) {
                Files.delete(jar);
            }
        }
        Eventually.becomes(this::bundles, List::isEmpty);
    }
}
