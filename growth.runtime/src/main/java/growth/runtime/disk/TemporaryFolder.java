package growth.runtime.disk;

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
public record TemporaryFolder(Path path) implements AutoCloseable {
    /** @throws GrowthException (DATA) if none can be made */
    public static TemporaryFolder create() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("growth-eval-"));
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.DATA, "no temporary folder for tokenised text can be made: " + IoReason.of(e),
                    e);
        }
    }

    /**
     * Removes it while its files are open, where the system allows that, so that nothing of it stays if the process ends without closing
     * it.
     */
    void removeIfPossible() {
        try {
            remove();
        } catch (IOException e) {
            LoggerFactory.getLogger(TemporaryFolder.class).debug("{}: is removed later: {}", path, IoReason.of(e));
        }
    }

    @Override
    public void close() {
        try {
            remove();
        } catch (IOException e) {
            LoggerFactory.getLogger(TemporaryFolder.class).warn("{}: cannot be removed: {}", path, IoReason.of(e));
        }
    }

    private void remove() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
