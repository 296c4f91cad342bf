package growth.data.cache;

import com.fasterxml.jackson.core.type.TypeReference;
import growth.formats.digest.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hashes of files, remembered in the cache folder: a file whose {@link FileStamp} is as before is not read again. Two processes that write
 * the memory at once may forget each other's hashes, which costs a reading and nothing else.
 */
public final class FileHashes {
    private static final String NAME = "hashes.json";

    private final CacheFolder cache;
    private final Map<String, Known> known;
    private boolean changed;

    /** Reads the memory that the cache folder keeps, if there is one. */
    public FileHashes(CacheFolder cache) {
        this.cache = cache;
        this.known = cache.json(NAME, new TypeReference<TreeMap<String, Known>>() { }).orElseGet(TreeMap::new);
    }

    /** What was known of a file. */
    record Known(FileStamp stamp, String sha256) {
    }

    /** Returns the SHA-256 of the file's bytes. */
    public String sha256(Path file) throws IOException {
        FileStamp stamp = FileStamp.of(file);
        String path = file.toAbsolutePath().normalize().toString();
        Known before = known.get(path);
        if (before != null && stamp.equals(before.stamp())) {
            return before.sha256();
        }
        String hash = Sha256.of(file);
        known.put(path, new Known(stamp, hash));
        changed = true;
        return hash;
    }

    /** Writes what is known to the cache folder, if it is more than was there. */
    public void save() {
        if (changed) {
            cache.putJson(NAME, known);
        }
    }
}
