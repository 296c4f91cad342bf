package growth.formats.folder;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/** The operations on a disk that can fail while a folder is written. Tests put another in place of the real one, to make them fail. */
@ConsumerType
public interface Storage {
    /** A file being written. */
    @ConsumerType
    interface Output extends WritableByteChannel {
        /** Forces what was written to the device. */
        void force() throws IOException;
    }

    /** Returns a new, empty file. */
    Output create(Path file) throws IOException;

    /** Forces a file's data, or the names in a folder, to the device. */
    void force(Path path) throws IOException;

    /** Renames a file or folder in one step; the new name must be free. */
    void rename(Path from, Path to) throws IOException;

    /** Returns the real disk. */
    static Storage disk() {
        return new DiskStorage();
    }
}
