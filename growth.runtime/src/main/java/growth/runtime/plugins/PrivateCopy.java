package growth.runtime.plugins;

import growth.formats.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.util.HexFormat;

/**
 * A copy of a jar in the framework's storage, which no other user can change: what is checked is what is installed, whatever becomes of
 * the file in the folder meanwhile.
 *
 * @param path the copy
 */
record PrivateCopy(Path path) implements AutoCloseable {

    /**
     * Copies a jar.
     *
     * @param sha256 of the content that is wanted
     * @param folder where the copy lies until it is closed
     * @throws IOException if the jar cannot be read, or has another content by now
     */
    static PrivateCopy of(Path jar, String sha256, Path folder) throws IOException {
        Files.createDirectories(folder);
        PrivateCopy copy = new PrivateCopy(Files.createTempFile(folder, "incoming", ".jar"));
        try (InputStream file = Files.newInputStream(jar); DigestInputStream content = new DigestInputStream(file, Sha256.digest())) {
            Files.copy(content, copy.path, StandardCopyOption.REPLACE_EXISTING);
            if (!HexFormat.of().formatHex(content.getMessageDigest().digest()).equals(sha256)) {
                throw new IOException("it was changed while it was read");
            }
            return copy;
        } catch (IOException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
