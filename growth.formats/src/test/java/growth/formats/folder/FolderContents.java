package growth.formats.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What stands in a folder: the text of each file by its path. */
record FolderContents(Map<String, String> files) {
    static FolderContents of(Path folder) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(p -> !p.equals(folder)).toList()) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                files.put(name, Files.isDirectory(path) ? "a folder" : Files.readString(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FolderContents(files);
    }

    /** A folder named target with two files of that generation. */
    static FolderContents generation(int n) {
        return new FolderContents(Map.of("target", "a folder", "target/one", "one of " + n, "target/two", "two of " + n));
    }

    /** Writes {@link #generation}. */
    static void write(AtomicFolder folder, int n) {
        folder.write("one", "one of " + n);
        folder.write("two", "two of " + n);
        folder.commit();
    }
}
