package growth.runtime.evaluate;

import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * A folder of the system's temporary files that is removed when closed.
 *
 * @param path the folder
 */
record TemporaryFolder(Path path) implements AutoCloseable {
    /** @throws GrowthException (DATA) if none can be made */
    static TemporaryFolder create() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("growth-eval-"));
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.DATA, "no temporary folder for tokenised text can be made: " + IoReason.of(e),
                    e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(TemporaryFolder.class).warn("{}: cannot be removed: {}", path, IoReason.of(e));
        }
    }
}
