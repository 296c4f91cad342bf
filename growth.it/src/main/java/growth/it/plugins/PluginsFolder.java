package growth.it.plugins;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The folder that the running framework watches. */
final class PluginsFolder {

    private final BundleContext context;
    private final Path path;

    PluginsFolder(BundleContext context) {
        this.context = context;
        this.path = Path.of(context.getProperty("growth.plugins"));
    }

    Path jar(String name) {
        return path.resolve(name);
    }

    /** The bundle that was made of a jar, if there is one. */
    Optional<Bundle> bundle(String name) {
        String location = jar(name).toUri().toString();
        return Arrays.stream(context.getBundles()).filter(bundle -> bundle.getLocation().equals(location)).findFirst();
    }

    /** Deletes every jar and waits until the framework has followed. */
    void clear() throws IOException, InterruptedException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(path, "*.jar")) {
            for (Path jar : jars) {
                Files.delete(jar);
            }
        }
        String folder = path.toUri().toString();
        Eventually.becomes(() -> Arrays.stream(context.getBundles()).filter(bundle -> bundle.getLocation().startsWith(folder)).toList(),
                bundles -> bundles.isEmpty());
    }
}
