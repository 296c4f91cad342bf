package growth.runtime.folder;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second training out of a run's folder, and tells there which process trains. The system gives the lock back when the process
 * ends, however it ends.
 */
public final class RunLock implements AutoCloseable {
    /** What a training does in its folder. */
    public static final String TRAINING = "training";
    private final RunFolder folder;
    private final FileChannel channel;

    private RunLock(RunFolder folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Returns the lock.
     *
     * @throws GrowthException (CHECKPOINT) if another one holds it or the folder cannot be written
     */
    public static RunLock take(RunFolder folder) {
        return take(folder, TRAINING);
    }

    /**
     * As {@link #take(RunFolder)}.
     *
     * @param work what keeps others out: another of the same
     */
    public static RunLock take(RunFolder folder, String work) {
        if (RunProcess.of(folder).filter(RunProcess::isThis).isPresent()) {
            // The file must not even be opened: on some systems closing it again would give up the lock that this process holds.
            throw taken(folder, work);
        }
        try {
            FileChannel channel = FileChannel.open(folder.path().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(channel)) {
                return written(new RunLock(folder, channel), work);
            }
            channel.close();
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, folder.path() + ": cannot be written: " + IoReason.of(e), e);
        }
        throw taken(folder, work);
    }

    private static RunLock written(RunLock lock, String work) {
        try {
            lock.folder.write(lock.folder.process(), RunProcess.beginning(work).text());
            return lock;
        } catch (GrowthException e) {
            lock.close();
            throw e;
        }
    }

    private static GrowthException taken(RunFolder folder, String work) {
        String who = RunProcess.of(folder).map(process -> " (" + process.place() + ")").orElse("");
        return new GrowthException(Kind.CHECKPOINT, folder.path() + ": another " + work + " is running in this folder" + who
                + "; wait for it, or choose another folder with --out");
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
        try (channel) {
            Files.deleteIfExists(folder.process());
        } catch (IOException e) {
            // The system gives the lock back with the process, and whoever reads what is left of it finds the process gone.
            return;
        }
    }
}
