package growth.data.corpus;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import growth.formats.folder.NearestFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files, folders (all files in them, however deep) and globs ({@code **} stands for any number of folders, none included), relative to
 * one folder. Names that begin with a dot are passed over in folders and globs, and a file that is named twice counts once.
 *
 * @param base folder that relative paths start from
 */
public record FilePatterns(Path base) {
    private static final String SPECIAL = "*?[{";

    /**
     * Returns the files in the order of the patterns, within a folder or glob in the order of their paths.
     *
     * @throws GrowthException (DATA) if a pattern matches nothing
     */
    public List<Path> files(List<String> patterns) {
        Set<Path> files = new LinkedHashSet<>();
        for (String pattern : patterns) {
            files.addAll(files(pattern));
        }
        return List.copyOf(files);
    }

    private List<Path> files(String pattern) {
        try {
            Path path = base.resolve(pattern).normalize();
            if (Files.isDirectory(path)) {
                return some(walk(path, file -> true), path + " holds no files");
            }
            if (Files.exists(path)) {
                return List.of(requireRegular(path));
            }
        } catch (InvalidPathException e) {
            if (!isGlob(pattern)) {
                throw new GrowthException(DATA, "'" + pattern + "' is no path: " + e.getReason(), e);
            }
        }
        if (!isGlob(pattern)) {
            Path missing = base.resolve(pattern).normalize();
            String hint = NearestFile.hint(missing);
            throw new GrowthException(DATA, missing + " does not exist"
                    + (hint.isEmpty() ? "; give a file, a folder or a glob such as corpus/*.txt" : hint));
        }
        return glob(pattern);
    }

    /** What a run reads is hashed first and read again by every resume, which no pipe or device can be. */
    private static Path requireRegular(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new GrowthException(DATA, path + " is a pipe or a device; write what it gives into a file, and give that");
        }
        return path;
    }

    private List<Path> glob(String pattern) {
        List<String> names = Arrays.asList(pattern.split("/"));
        int literal = (int) names.stream().takeWhile(name -> !isGlob(name)).count();
        String prefix = String.join("/", names.subList(0, literal));
        Path root = base.resolve(literal == 1 && prefix.isEmpty() ? "/" : prefix).normalize();
        String rest = String.join("/", names.subList(literal, names.size()));
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
            PathMatcher without = FileSystems.getDefault().getPathMatcher("glob:" + rest.replace("**/", ""));
            List<Path> files = Files.isDirectory(root) ? walk(root, file -> matcher.matches(file) || without.matches(file)) : List.of();
            return some(files, "'" + pattern + "' matches no file in " + root);
        } catch (PatternSyntaxException e) {
            throw new GrowthException(DATA, "'" + pattern + "' is no glob: " + e.getDescription(), e);
        }
    }

    private static List<Path> walk(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return paths.filter(path -> !path.equals(folder))
                    .filter(path -> isVisible(folder.relativize(path)) && wanted.test(folder.relativize(path)))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Path::toString))
                    .collect(Collectors.toCollection(ArrayList::new));
        } catch (IOException e) {
            throw IoReason.unreadable(DATA, folder, e);
        } catch (UncheckedIOException e) {
            throw IoReason.unreadable(DATA, folder, e.getCause());
        }
    }

    private static boolean isVisible(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static List<Path> some(List<Path> files, String otherwise) {
        if (files.isEmpty()) {
            throw new GrowthException(DATA, otherwise);
        }
        return files;
    }

    private static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
    }
}
