package growth.spark.executor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of a process alone. */
public final class Scratch {
    private static final FileAttribute<?> PRIVATE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private Scratch() {
    }

    /** Makes one in the executor's working folder, which Spark clears away, or among temporary files where that cannot be written. */
    static Path create() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        return Files.isWritable(here) ? Files.createTempDirectory(here, "growth-", PRIVATE) : Files.createTempDirectory("growth-", PRIVATE);
    }

    /** Removes it, as far as that goes: what is left is cleared away with the executor's folder. */
    public static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            return;
        }
    }
}
