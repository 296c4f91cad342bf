package growth.formats.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Tells a folder that is being written from one whose writer has died: the system drops a process's locks with the process. */
final class WriterLock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private WriterLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Returns the lock, if nobody else holds it. */
    static Optional<WriterLock> take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            FileLock lock = channel.tryLock();
            taken = lock != null;
        } catch (OverlappingFileLockException e) {
            // another thread of this process writes
            taken = false;
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        return taken ? Optional.of(new WriterLock(file, channel)) : Optional.empty();
    }

    /** Gives the lock back and removes its file. */
    @Override
    public void close() throws IOException {
        // removed while still locked, so that nobody can take the old file's lock in between
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // systems that keep open files, such as Windows, let it go once it is closed
            Files.deleteIfExists(file);
        }
    }
}
