package growth.runtime.folder;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.formats.folder.OtherUsers;
import growth.runtime.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * The paths of a run's files.
 *
 * @param path  the folder
 * @param cache the folder for tokenised data, which runs share
 */
public record RunFolder(Path path, Path cache) {
    private static final Path RUNS = Path.of("runs");

    /** A folder whose neighbours share {@code .cache} beside it. */
    public RunFolder(Path path) {
        this(path, beside(path).resolve(".cache"));
    }

    private static Path beside(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }

    /**
     * Returns the folder in which a run of that name and seed is or can be kept: {@code NAME}, or {@code NAME-seedN} where that holds the
     * run of another seed.
     *
     * @param runs where runs are kept
     */
    public static RunFolder of(Path runs, String runName, long seed) {
        RunFolder plain = new RunFolder(runs.resolve(runName));
        boolean other = Provenance.seed(plain.provenance()).filter(there -> there != seed).isPresent();
        return other ? new RunFolder(runs.resolve(runName + "-seed" + seed)) : plain;
    }

    /** Returns the folder that a run gets when nobody chooses one, in {@code runs} of the working directory. */
    public static RunFolder of(String runName, long seed) {
        return of(RUNS, runName, seed);
    }

    /** Returns the run as resolved. */
    public Path runFile() {
        return path.resolve("run.yaml");
    }

    public Path provenance() {
        return path.resolve("provenance.json");
    }

    public Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** Returns the file in which the process that works here tells of itself; see {@link RunProcess}. */
    public Path process() {
        return path.resolve(".process.json");
    }

    /** Returns the file that takes what the run says. */
    public Path log() {
        return path.resolve("log.txt");
    }

    /** Returns whether a run was begun here, judging also by its checkpoints. */
    public boolean holdsRun() {
        return Files.isRegularFile(runFile()) || !new CheckpointStore(checkpoints(), 1).newestFirst().isEmpty();
    }

    /**
     * Checks that a new run can begin here, without creating anything.
     *
     * @throws GrowthException (CONFIGURATION) if there is something already, (CHECKPOINT) if nothing can be written there
     */
    public void requireNew() {
        if (holdsRun()) {
            throw new GrowthException(Kind.CONFIGURATION, path
                    + ": already holds a run; resume it with --resume, or choose another folder with --out or another seed with"
                    + " --set seed=…");
        }
        if (Files.exists(path) && !emptyFolder()) {
            throw new GrowthException(Kind.CONFIGURATION, path + ": exists and is not an empty folder; choose another with --out");
        }
        Path existing = path.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new GrowthException(Kind.CHECKPOINT, path + ": cannot be written: " + existing
                    + " is not a folder that may be written to; choose another"
                    + " with --out");
        }
    }

    /** @throws GrowthException (CHECKPOINT) if there is no run to resume */
    public void requireRun() {
        if (!holdsRun()) {
            throw new GrowthException(Kind.CHECKPOINT, path + ": holds no run to resume; leave out --resume to begin one");
        }
    }

    /**
     * Makes the folder, if it is not there, for its owner alone; see {@link OtherUsers#makePrivate}.
     *
     * @throws GrowthException (CHECKPOINT) if it cannot be written
     */
    public void create() {
        try {
            OtherUsers.makePrivate(path);
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, path + ": cannot be written: " + IoReason.of(e)
                    + "; choose another folder with --out", e);
        }
    }

    /**
     * Writes a small text file as a whole: readers see the old or the new one.
     *
     * @throws GrowthException (CHECKPOINT) if it cannot be written
     */
    public void write(Path file, String text) {
        try {
            Path beside = file.resolveSibling("." + file.getFileName() + ".tmp");
            try {
                Files.writeString(beside, text, StandardCharsets.UTF_8);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, file + ": cannot be written: " + IoReason.of(e), e);
        }
    }

    /**
     * Hidden files, such as the lock of a training that did not get as far as its first step, do not count; neither does a record without a
     * line, which is made just before the run file.
     */
    private boolean emptyFolder() {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                boolean empty = entry.equals(metrics()) && Files.size(entry) == 0;
                if (!empty && !entry.getFileName().toString().startsWith(".")) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
