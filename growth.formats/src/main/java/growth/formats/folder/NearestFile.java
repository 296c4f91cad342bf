package growth.formats.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the file that a wrong path probably meant. */
public final class NearestFile {
    private static final int MOST_FILES = 2000;
    private static final int LONGEST_NAME = 255;

    private NearestFile() {
    }

    /** Returns {@code ; did you mean 'path'?} for a path that leads nowhere, or an empty text. */
    public static String hint(Path missing) {
        return to(missing).map(path -> "; did you mean '" + path + "'?").orElse("");
    }

    /** Returns a file with nearly that name, or one of exactly that name in a folder beside it; empty if the path leads somewhere. */
    static Optional<Path> to(Path missing) {
        Path name = missing.getFileName();
        if (name == null || exists(missing) || name.toString().length() > LONGEST_NAME) {
            return Optional.empty();
        }
        Path parent = missing.getParent();
        if (parent != null && !exists(parent)) {
            return to(parent).map(folder -> folder.resolve(name)).map(path -> exists(path) ? path : to(path).orElse(path))
                    .filter(NearestFile::exists);
        }
        List<Path> beside = list(parent == null ? Path.of("") : parent);
        return beside.stream().map(file -> near(name.toString(), file)).flatMap(Optional::stream)
                .min(Comparator.comparingInt(Near::edits).thenComparing(n -> n.file().toString())).map(Near::file)
                .or(() -> beside.stream().filter(Files::isDirectory).map(folder -> folder.resolve(name)).filter(NearestFile::exists)
                        .findFirst());
    }

    private record Near(Path file, int edits) {
    }

    private static Optional<Near> near(String written, Path file) {
        String name = file.getFileName().toString();
        int edits = Edits.between(written, name);
        boolean longer = written.length() > 2 && (name.startsWith(written + ".") || written.startsWith(name + "."));
        return longer || edits <= Math.max(1, Math.min(written.length(), name.length()) / 4) ? Optional.of(new Near(file, edits))
                : Optional.empty();
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Paths as they were written: of a relative folder relative ones. */
    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(MOST_FILES).toList();
        } catch (IOException | UncheckedIOException e) {
            // what cannot be listed cannot be guessed from
            return List.of();
        }
    }
}
