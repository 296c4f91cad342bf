package growth.study.run;

import growth.runtime.folder.RunFolder;
import growth.study.account.AccountFile;
import growth.study.file.Cell;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The paths of a study's files. All of them lie in one folder, which can be moved as a whole.
 *
 * @param path the folder
 */
public record StudyFolder(Path path) {
    private static final Path STUDIES = Path.of("studies");

    /**
     * Returns the folder that a study gets when nobody chooses one, {@code studies/NAME}.
     *
     * @param directory the user's folder
     */
    public static StudyFolder of(Path directory, String studyName) {
        return new StudyFolder(directory.resolve(STUDIES).resolve(studyName));
    }

    /** Returns whether a study was begun here. */
    public boolean holdsStudy() {
        return Files.isRegularFile(studyFile());
    }

    /** Returns the study as resolved. */
    public Path studyFile() {
        return path.resolve("study.yaml");
    }

    /** Returns the folder of a run. */
    public RunFolder run(Cell cell) {
        return new RunFolder(path.resolve(cell.folder()), cache());
    }

    /** Returns the folder that keeps a run as it stood before its first growth, for others to branch from. */
    public RunFolder trunk(Cell cell) {
        return new RunFolder(shared().resolve(Path.of(Cell.RUNS).relativize(cell.folder())), cache());
    }

    /** Returns the folder of what runs share while the study goes on. */
    public Path shared() {
        return path.resolve("shared");
    }

    /** Returns the folder that keeps runs which were trained again because their settings or data had changed. */
    public Path replaced() {
        return path.resolve("replaced");
    }

    /** Returns the file of everything that was found. */
    public Path account() {
        return path.resolve(AccountFile.NAME);
    }

    /** Returns the page. */
    public Path report() {
        return path.resolve("report.html");
    }

    /** Returns the folder for tokenised data, {@code .cache} beside the study's folder, which studies share. */
    public Path cache() {
        return new RunFolder(path).cache();
    }
}
