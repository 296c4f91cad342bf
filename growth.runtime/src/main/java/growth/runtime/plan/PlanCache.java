package growth.runtime.plan;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.engine.Engine;
import growth.formats.folder.IoReason;
import growth.runtime.disk.TemporaryFolder;
import growth.runtime.engine.PlacedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What the plans of several runs share: tokenised data, and how fast the engines are here. */
public final class PlanCache implements AutoCloseable {
    private final Path path;
    private final Optional<TemporaryFolder> temporary;
    private final Map<String, Engine.Peak> peaks = new ConcurrentHashMap<>();

    private PlanCache(Path path, Optional<TemporaryFolder> temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /**
     * Returns a cache that leaves nothing behind. What runs have tokenised already is used; a cache replaces files as a whole, so writing
     * here never reaches what the links lead to.
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
            return new PlanCache(folder.path(), Optional.of(folder));
        } catch (IOException e) {
            folder.close();
            throw new GrowthException(Kind.DATA, cache + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    /**
     * Returns a cache whose tokenised data stay.
     *
     * @param cache the cache of runs, which may not exist
     */
    public static PlanCache in(Path cache) {
        return new PlanCache(cache, Optional.empty());
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
        return path;
    }

    /** Returns the speed of an engine at its placement, measured once. */
    Engine.Peak peak(PlacedEngine engine, int workers) {
        return peaks.computeIfAbsent(engine + " " + workers, any -> engine.peak(workers));
    }

    @Override
    public void close() {
        temporary.ifPresent(TemporaryFolder::close);
    }
}
