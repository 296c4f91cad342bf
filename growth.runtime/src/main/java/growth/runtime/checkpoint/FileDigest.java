package growth.runtime.checkpoint;

import growth.formats.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The digest of a file.
 *
 * @param bytes  its size
 * @param sha256 its SHA-256, in hexadecimal digits
 */
record FileDigest(long bytes, String sha256) {
    static FileDigest of(Path file) throws IOException {
        return new FileDigest(Files.size(file), Sha256.of(file));
    }
}
