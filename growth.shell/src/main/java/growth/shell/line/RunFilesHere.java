package growth.shell.line;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Finds the run files that a user who named none may have meant. */
final class RunFilesHere {
    private static final String ENDING = ".yaml";
    private static final int MOST = 4;
    private static final List<Path> FOLDERS = List.of(Path.of(""), Path.of("examples"));

    private RunFilesHere() {
    }

    /** Returns {@code , e.g. 'run.yaml'} if a run file is wanted and some are here. */
    static String hint(String label) {
        if (!label.endsWith(ENDING)) {
            return "";
        }
        List<String> found = FOLDERS.stream().map(RunFilesHere::in).filter(files -> !files.isEmpty()).findFirst().orElse(List.of());
        return found.isEmpty() ? "" : ", e.g. " + String.join(", ", found.subList(0, Math.min(MOST, found.size())));
    }

    private static List<String> in(Path folder) {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            files.forEach(file -> names.add(file.toString()));
        } catch (IOException | DirectoryIteratorException e) {
            // a missing folder has no run files
            return List.of();
        }
        return new ArrayList<>(names);
    }
}
