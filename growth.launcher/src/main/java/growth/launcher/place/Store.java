package growth.launcher.place;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A folder that executors reach and that is not mounted, for example {@code hdfs://node/studies/x}. Executors bring what they write there
 * themselves; who has given the work takes records from there.
 */
public interface Store {
    /**
     * Copies the files that lie directly in a folder of it, without those in folders below; a file that is here already is replaced as a
     * whole.
     *
     * @param folder relative to the store, with {@code /} between names; empty for the store itself. Nothing happens if it is not there
     * @param to     the folder that takes them; made when needed
     * @throws IOException if one of them cannot be read
     */
    void pull(String folder, Path to) throws IOException;

    /**
     * Copies a file to it, in place of one that is there.
     *
     * @param path relative to the store
     * @throws IOException if it cannot be written
     */
    void push(Path file, String path) throws IOException;
}
