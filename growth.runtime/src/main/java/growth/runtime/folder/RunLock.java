package growth.runtime.folder;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second training out of a run's folder. The system gives the lock back when the process ends, however it ends. */
public final class RunLock implements AutoCloseable {
    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Returns the lock.
     *
     * @throws GrowthException (CHECKPOINT) if another one holds it or the folder cannot be written
     */
    public static RunLock take(RunFolder folder) {
        return take(folder, "training");
    }

    /**
     * As {@link #take(RunFolder)}.
     *
     * @param work what keeps others out: another of the same
     */
    public static RunLock take(RunFolder folder, String work) {
        Path file = folder.path().resolve(".lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(channel)) {
                return new RunLock(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, folder.path() + ": cannot be written: " + IoReason.of(e), e);
        }
        throw new GrowthException(Kind.CHECKPOINT, folder.path()
                + ": another " + work + " is running in this folder; wait for it, or choose another folder with --out");
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // held by another training of this process
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // the system gives the lock back with the process
            return;
        }
    }
}
