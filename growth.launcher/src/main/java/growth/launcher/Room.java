package growth.launcher;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a folder has room for what will be kept there: told before, in one line, instead of by each of many files that cannot be
 * written.
 */
final class Room {

    private static final long STORAGE = 4L << 20;
    private static final long NATIVES = 600L << 20;

    private Room() {
    }

    /** @throws IOException if the framework's storage does not fit there */
    static void requireForStorage(Path folder) throws IOException {
        Files.createDirectories(folder);
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < STORAGE) {
            throw new FileSystemException(folder.toString(), null, "it has " + kilobytes(free) + " left, and a framework needs "
                    + kilobytes(STORAGE));
        }
    }

    /** A warning if native libraries still have to be unpacked there and do not fit; commands that do not compute work all the same. */
    static Optional<String> forNatives(Path folder) throws IOException {
        Path there = existing(folder.toAbsolutePath());
        long free = Files.getFileStore(there).getUsableSpace();
        return Files.exists(folder.resolve("javacpp")) || free >= NATIVES ? Optional.empty()
                : Optional.of("native libraries are unpacked below " + there + ", which has " + kilobytes(free) + " left, and need "
                        + kilobytes(NATIVES) + "; make room, or name another folder with XDG_CACHE_HOME");
    }

    private static Path existing(Path folder) {
        return Files.exists(folder) || folder.getParent() == null ? folder : existing(folder.getParent());
    }

    private static String kilobytes(long bytes) {
        return bytes >= 10 << 20 ? (bytes >> 20) + " MB" : (bytes >> 10) + " kB";
    }
}
