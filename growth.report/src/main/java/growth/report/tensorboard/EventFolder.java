package growth.report.tensorboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder with a run's event file. When a run goes on, a new file takes the place of the old one, under a later name: TensorBoard, which
 * may hold the old one open, reads files in the order of their names.
 *
 * @param path the folder
 */
record EventFolder(Path path) {
    private static final String PREFIX = "events.out.tfevents.";
    private static final String SUFFIX = ".growth";
    private static final String NAME = "events\\.out\\.tfevents\\.[0-9]{10}\\.growth";
    private static final String UNFINISHED = ".unfinished";

    /** Returns the newest of our files; TensorBoard needs no more, and others' files are none of our business. */
    Optional<Path> newest() throws IOException {
        List<Path> files = files();
        return files.isEmpty() ? Optional.empty() : Optional.of(files.get(files.size() - 1));
    }

    /** Returns where the new file is written until it is whole. */
    Path unfinished() throws IOException {
        return Files.createDirectories(path).resolve(UNFINISHED);
    }

    /**
     * Puts the new file in the place of the old ones.
     *
     * @param seconds now, since 1970
     * @return its path
     */
    Path finish(long seconds) throws IOException {
        List<Path> old = files();
        long last = old.isEmpty() ? 0 : seconds(old.get(old.size() - 1));
        Path file = path.resolve(PREFIX + String.format("%010d", Math.max(seconds, last + 1)) + SUFFIX);
        Files.move(path.resolve(UNFINISHED), file, StandardCopyOption.ATOMIC_MOVE);
        for (Path other : old) {
            Files.deleteIfExists(other);
        }
        return file;
    }

    private static long seconds(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().matches(NAME)).sorted().toList();
        }
    }
}
