package growth.data.cache;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * Tells, without reading a file, whether its contents may have changed. The time of modification alone does not: copying tools set it back,
 * and it stays with a file that takes another one's name. The time of the inode's change, where the system has one, cannot be set.
 *
 * @param bytes         its size
 * @param modifiedNanos when its contents were last written, as the system says
 * @param changedNanos  when contents, name or attributes last changed; 0 where the system does not say
 */
public record FileStamp(long bytes, long modifiedNanos, long changedNanos) {
    private static final String UNIX = "unix";

    /** Returns the stamp of the file, or of the file that a link leads to. */
    public static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        boolean unix = FileSystems.getDefault().supportedFileAttributeViews().contains(UNIX);
        long changed = unix ? nanos((FileTime) Files.getAttribute(file, UNIX + ":ctime")) : 0;
        return new FileStamp(attributes.size(), nanos(attributes.lastModifiedTime()), changed);
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
