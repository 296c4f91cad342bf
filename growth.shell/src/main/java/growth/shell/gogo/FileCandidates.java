package growth.shell.gogo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.Candidate;

/**
 * Completes paths. JLine's own completers use colours whether or not those are wanted.
 *
 * @param directory the folder relative paths start from
 * @param folders   whether only folders are wanted
 */
record FileCandidates(Path directory, boolean folders) {
    private static final String HOME = "~/";

    /**
     * Returns what is in the folder that the path names so far; hidden files only where the path asks for them.
     *
     * @param before what stands in the word before the path
     * @param path   the beginning of a path
     */
    List<Candidate> of(String before, String path) {
        String parent = path.substring(0, path.lastIndexOf('/') + 1);
        boolean hidden = path.startsWith(".", parent.length());
        try (Stream<Path> files = Files.list(folder(parent))) {
            return files.filter(file -> hidden || !file.getFileName().toString().startsWith("."))
                    .filter(file -> file.getFileName().toString().codePoints().noneMatch(Character::isISOControl))
                    .filter(file -> !folders || Files.isDirectory(file)).sorted().map(file -> candidate(before + parent, file)).toList();
        } catch (IOException | UncheckedIOException | DirectoryIteratorException | InvalidPathException e) {
            // a folder that cannot be listed offers no candidates
            return List.of();
        }
    }

    private Path folder(String parent) {
        return parent.startsWith(HOME) ? Path.of(System.getProperty("user.home")).resolve(parent.substring(HOME.length()))
                : directory.resolve(parent);
    }

    /** Returns a candidate; one that is a folder leaves the path open. */
    private static Candidate candidate(String before, Path file) {
        boolean folder = Files.isDirectory(file);
        String name = file.getFileName() + (folder ? "/" : "");
        // alone it would be an option
        String own = before.isEmpty() && name.startsWith("-") ? "./" : "";
        return new Candidate(before + own + name, name, null, null, null, null, !folder);
    }
}
