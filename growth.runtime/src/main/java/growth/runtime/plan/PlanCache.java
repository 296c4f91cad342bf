package growth.runtime.plan;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.runtime.disk.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Keeps tokenised data only while a plan needs them: a plan leaves nothing behind. What runs have tokenised already is used; a cache
 * replaces files as a whole, so writing here never reaches what the links lead to.
 *
 * @param folder links to what is there already, and what the plan adds
 */
public record PlanCache(TemporaryFolder folder) implements AutoCloseable {

    /**
     * Returns a cache that has what the cache of runs has.
     *
     * @param cache the cache of runs, which may not exist
     * @throws GrowthException (DATA) if there is no room for it
     */
    public static PlanCache over(Path cache) {
        TemporaryFolder folder = TemporaryFolder.create();
        try {
            if (Files.isDirectory(cache)) {
                link(cache, folder.path());
            }
            return new PlanCache(folder);
        } catch (IOException e) {
            folder.close();
            throw new GrowthException(Kind.DATA, cache + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    private static void link(Path cache, Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(cache)) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                Files.createSymbolicLink(folder.resolve(entry.getFileName()), entry.toAbsolutePath());
            }
        }
    }

    /** Returns its folder. */
    public Path path() {
        return folder.path();
    }

    @Override
    public void close() {
        folder.close();
    }
}
