package growth.runtime.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Identifies a version of a jar file, to see whether it must be read again.
 *
 * @param size     the file's length in bytes
 * @param modified when it was last modified, in milliseconds since 1970
 * @param key      the file's number in its file system, which is another one after a rename over the old file; may be null
 * @param readable whether its permissions let it be read
 */
record JarStamp(long size, long modified, Object key, boolean readable) {

    /** Returns the jars of a folder with their stamps, sorted by name; nothing for a folder that does not exist. */
    static Map<Path, JarStamp> of(Path folder) throws IOException {
        Map<Path, JarStamp> stamps = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return stamps;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(JarStamp::isJar).toList()) {
                try {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    if (attributes.isRegularFile()) {
                        stamps.put(file, new JarStamp(attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey(),
                                Files.isReadable(file)));
                    }
                } catch (IOException e) {
                    // Deleted since the folder was listed: it is no longer there, and that is what counts.
                    continue;
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return stamps;
    }

    private static boolean isJar(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".jar") && !name.startsWith(".");
    }
}
