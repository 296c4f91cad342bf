package growth.study.run;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders as a whole. */
final class FolderTree {
    private static final String STEP = "step-";

    private FolderTree() {
    }

    /**
     * Removes a folder with all that is in it, if it is there.
     *
     * @throws GrowthException (CHECKPOINT) if it cannot be removed
     */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": cannot be removed: " + IoReason.of(e), e);
        }
    }

    /**
     * Moves a folder to where nothing is yet: into {@code target}, or that name with a number.
     *
     * @return where it is now
     */
    static Path setAside(Path folder, Path target) {
        try {
            Path free = target;
            for (int i = 2; Files.exists(free); i++) {
                free = target.resolveSibling(target.getFileName() + "-" + i);
            }
            Files.createDirectories(free.getParent());
            return Files.move(folder, free);
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": cannot be moved: " + IoReason.of(e), e);
        }
    }

    /**
     * Removes checkpoints that a run which is over does not need: all but the newest and the best, or all.
     *
     * @param checkpoints the run's folder of checkpoints
     * @param spared      checkpoints that stay
     */
    static void prune(Path checkpoints, List<Path> spared) {
        if (!Files.isDirectory(checkpoints)) {
            return;
        }
        List<Path> names = spared.stream().map(Path::getFileName).toList();
        try (Stream<Path> entries = Files.list(checkpoints)) {
            entries.filter(entry -> entry.getFileName().toString().startsWith(STEP) && !names.contains(entry.getFileName())).toList()
                    .forEach(FolderTree::delete);
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, checkpoints + ": cannot be read: " + IoReason.of(e), e);
        }
    }
}
