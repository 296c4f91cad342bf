package growth.spark;

import growth.launcher.place.PlaceException;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where this process's installation is, and the jar that is handed to Spark. */
final class Home {
    private static final int USAGE = 2;

    private Home() {
    }

    /**
     * Returns the installation: that of bin/growth, or the one whose folder {@code spark} holds the jar, or that of the environment's
     * GROWTH_HOME.
     *
     * @throws PlaceException if there is none
     */
    static Path find() {
        Path jar = jar();
        return Stream.of(Optional.ofNullable(System.getProperty("growth.home")), Optional.ofNullable(System.getenv("GROWTH_HOME")),
                        Optional.ofNullable(jar.getParent()).map(Path::getParent).map(Path::toString))
                .flatMap(Optional::stream).map(home -> Path.of(home).toAbsolutePath().normalize())
                .filter(home -> Files.isDirectory(home.resolve("bundle"))).findFirst()
                .orElseThrow(() -> new PlaceException(USAGE, "no installation: " + jar.getFileName() + " lies in " + jar.getParent()
                        + ", and belongs into the folder spark of one; GROWTH_HOME=FOLDER says where it is"));
    }

    /** Returns the jar of this class. */
    static Path jar() {
        try {
            return new File(Home.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toPath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
