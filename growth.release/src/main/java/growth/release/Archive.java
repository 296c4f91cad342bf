package growth.release;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * An archive of a release, read.
 *
 * @param entries its files and folders, by name
 */
record Archive(Map<String, Entry> entries) {

    private static final int PERMISSIONS = 0777;

    /**
     * A file or a folder.
     *
     * @param mode    permissions
     * @param owner   user and group, as {@code uid:gid}; empty in a zip, which has none
     * @param time    when it was changed, in seconds since 1970
     * @param content empty for a folder
     */
    record Entry(int mode, String owner, long time, byte[] content) {
    }

    static Archive tar(Path file) throws IOException {
        Map<String, Entry> entries = new TreeMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new GzipCompressorInputStream(new BufferedInputStream(
                Files.newInputStream(file))))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), new Entry(entry.getMode() & PERMISSIONS, entry.getLongUserId() + ":" + entry.getLongGroupId(),
                        entry.getLastModifiedTime().toMillis() / 1000, entry.isDirectory() ? new byte[0] : in.readAllBytes()));
            }
        }
        return new Archive(entries);
    }

    static Archive zip(Path file) throws IOException {
        Map<String, Entry> entries = new TreeMap<>();
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                byte[] content = entry.isDirectory() ? new byte[0] : zip.getInputStream(entry).readAllBytes();
                entries.put(entry.getName(), new Entry(entry.getUnixMode() & PERMISSIONS, "", entry.getTime() / 1000, content));
            }
        }
        return new Archive(entries);
    }
}
