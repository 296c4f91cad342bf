package growth.formats.folder;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Cleans up behind processes that died while they wrote a folder with {@link AtomicFolder}. */
public final class FolderRecovery {
    private FolderRecovery() {
    }

    /**
     * Removes half-written folders and puts folders back whose replacement was cut off between its two renames. Folders that a living
     * process is writing are left alone.
     *
     * @param parent the folder in which folders are written; nothing happens if there is none
     * @throws GrowthException (CHECKPOINT) if leftovers cannot be removed
     */
    public static void recover(Path parent) {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (Stream<Path> entries = Files.list(parent)) {
            List<FolderName> names = entries.map(FolderName::of).flatMap(Optional::stream).distinct().toList();
            for (FolderName name : names) {
                recover(name);
            }
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT,
                    parent + ": leftovers of an interrupted save cannot be removed: " + IoReason.of(e), e);
        }
    }

    private static void recover(FolderName name) throws IOException {
        Optional<WriterLock> lock = WriterLock.take(name.lock());
        if (lock.isEmpty()) {
            return;
        }
        try (WriterLock held = lock.get()) {
            if (Files.isDirectory(name.old(), LinkOption.NOFOLLOW_LINKS) && !Files.exists(name.target(), LinkOption.NOFOLLOW_LINKS)) {
                Storage.disk().rename(name.old(), name.target());
            }
            FolderTree.delete(name.old());
            FolderTree.delete(name.temporary());
        }
    }
}
