package growth.shell.runs;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.runtime.folder.RunFolder;
import growth.study.run.StudyFolder;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Finds run folders. What lies in a run folder is not looked at, nor what a study keeps besides its runs, nor hidden folders. For one
 * search.
 */
public final class RunFolders extends SimpleFileVisitor<Path> {
    /** A study's runs lie in {@code runs/ARM/TRIAL/seed-N}, and studies in a folder of studies. */
    private static final int DEEPEST = 7;
    private final Path top;
    private final List<Path> found = new ArrayList<>();

    private RunFolders(Path top) {
        this.top = top;
    }

    /**
     * Returns the run folders below a folder, or that folder if it is one, by name.
     *
     * @throws GrowthException (DATA) if it is not there or cannot be read
     */
    public static List<Path> below(Path top) {
        if (!Files.isDirectory(top)) {
            throw new GrowthException(Kind.DATA, top + ": " + (Files.exists(top) ? "is no folder" : "does not exist"));
        }
        RunFolders folders = new RunFolders(top);
        try {
            Files.walkFileTree(top, EnumSet.noneOf(FileVisitOption.class), DEEPEST, folders);
        } catch (IOException e) {
            throw new GrowthException(Kind.DATA, top + ": cannot be read: " + IoReason.of(e), e);
        }
        return folders.found.stream().sorted().toList();
    }

    private static boolean isRun(Path folder) {
        RunFolder run = new RunFolder(folder);
        return Files.exists(run.metrics()) || Files.exists(run.provenance());
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (isRun(folder)) {
            found.add(folder);
            return FileVisitResult.SKIP_SUBTREE;
        }
        if (folder.equals(top)) {
            return FileVisitResult.CONTINUE;
        }
        StudyFolder study = new StudyFolder(folder.getParent());
        boolean kept = (folder.equals(study.shared()) || folder.equals(study.replaced())) && study.holdsStudy();
        return kept || folder.getFileName().toString().startsWith(".") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    /** A folder that may not be read, or has just gone, has no runs to show. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (file.equals(top)) {
            throw failure;
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
        return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, failure);
    }
}
