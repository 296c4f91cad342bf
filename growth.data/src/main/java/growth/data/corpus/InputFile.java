package growth.data.corpus;

import java.nio.file.Path;

/**
 * A file that a run reads.
 *
 * @param path   the file
 * @param bytes  its size
 * @param sha256 hash of its bytes
 */
public record InputFile(Path path, long bytes, String sha256) implements Stored {
    @Override
    public String name() {
        return path.toString();
    }
}
