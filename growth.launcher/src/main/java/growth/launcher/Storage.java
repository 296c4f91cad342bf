package growth.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The framework's storage: a folder of this process alone, gone when the process ends.
 *
 * <p>Several processes of one installation run at the same time, and a framework's storage cannot be shared. Bundles are read where
 * they lie, so a new storage costs nothing. Each holds a lock; the folder of a killed process is the one whose lock is free, and the
 * next process removes it.
 */
final class Storage implements AutoCloseable {

    private static final String PREFIX = "growth-felix-";
    private static final String LOCK = "lock";

    private static final FileOwner USER = FileOwner.current();

    private final Path root;
    private final FileChannel channel;

    private Storage(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Makes a storage below {@code parent} and removes those that killed processes of this user left there. The parent may be the common
     * temporary folder: nothing in it is touched but folders of this user, which no other can exchange there.
     */
    static Storage create(Path parent) throws IOException {
        Files.createDirectories(parent);
        Storage storage = locked(parent);
        removeAbandoned(parent, storage.root);
        return storage;
    }

    private static Storage locked(Path parent) throws IOException {
        while (true) {
            Path root = Files.createTempDirectory(parent, PREFIX);
            Path lock = root.resolve(LOCK);
            FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.lock();
            if (Files.exists(lock)) {
                return new Storage(root, channel);
            }
            // Another process saw the lock free in the moment before and took the folder for an abandoned one.
            channel.close();
        }
    }

    /** The folder to be given to the framework. */
    Path folder() {
        return root.resolve("cache");
    }

    /** The folder of the framework's configurations. */
    Path configurations() {
        return root.resolve("config");
    }

    /** A folder for what this process alone unpacks. */
    Path natives() {
        return root.resolve("natives");
    }

    /** May be called again, and by the main thread and the shutdown hook at the same time. */
    @Override
    public synchronized void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
            delete(root);
        } catch (IOException | UncheckedIOException e) {
            // Nothing is lost: the next process finds the lock free and removes the folder.
            return;
        }
    }

    private static void removeAbandoned(Path parent, Path own) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                if (!folder.equals(own)) {
                    removeIfAbandoned(folder);
                }
            }
        }
    }

    private static void removeIfAbandoned(Path folder) {
        Path lock = folder.resolve(LOCK);
        // A folder without its lock file is one that another process is just making or just removing.
        if (!isOwn(folder) || !Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(lock)) {
            return;
        }
        try (FileChannel other = FileChannel.open(lock, StandardOpenOption.WRITE); FileLock free = other.tryLock()) {
            if (free != null) {
                delete(folder);
            }
        } catch (IOException | UncheckedIOException e) {
            // Another process removes it, or it belongs to another user: either way it is not ours to care for.
            return;
        }
    }

    /** A link, a pipe or a folder of somebody else is left alone, whatever its name. */
    private static boolean isOwn(Path folder) {
        try {
            return USER.ownsFolder(folder);
        } catch (IOException e) {
            // it has just gone
            return false;
        }
    }

    /** The lock file goes last but one, so that an interrupted removal is taken up again by the next process. */
    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).filter(file -> !file.equals(folder.resolve(LOCK)) && !file.equals(folder))
                    .toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.deleteIfExists(folder);
    }
}
