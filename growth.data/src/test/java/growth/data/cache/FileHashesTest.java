package growth.data.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.formats.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashesTest {
    @TempDir
    Path temp;

    private FileHashes hashes() {
        return new FileHashes(new CacheFolder(temp.resolve("cache")));
    }

    private void remember(Path... files) throws IOException {
        FileHashes hashes = hashes();
        for (Path file : files) {
            hashes.sha256(file);
        }
        hashes.save();
    }

    @Test
    void exchangedFilesOfOneSizeAndTimeAreReadAgain() throws IOException {
        assumeTrue(temp.getFileSystem().supportedFileAttributeViews().contains("unix"), "skipped: the system has no time of the inode");
        Path a = Files.writeString(temp.resolve("a"), "first");
        Path b = Files.writeString(temp.resolve("b"), "other");
        FileTime time = FileTime.fromMillis(1_700_000_000_000L);
        Files.setLastModifiedTime(a, time);
        Files.setLastModifiedTime(b, time);
        String first = Sha256.of(a);
        String other = Sha256.of(b);
        remember(a, b);
        Files.move(a, temp.resolve("c"));
        Files.move(b, a);
        Files.move(temp.resolve("c"), b);
        assertThat(hashes().sha256(a)).isEqualTo(other);
        assertThat(hashes().sha256(b)).isEqualTo(first);
    }

    @Test
    void overwrittenFileWhoseTimeIsSetBackIsReadAgain() throws IOException {
        assumeTrue(temp.getFileSystem().supportedFileAttributeViews().contains("unix"), "skipped: the system has no time of the inode");
        Path file = Files.writeString(temp.resolve("a"), "first");
        FileTime time = Files.getLastModifiedTime(file);
        remember(file);
        Files.writeString(file, "other");
        Files.setLastModifiedTime(file, time);
        assertThat(hashes().sha256(file)).isEqualTo(Sha256.of(file));
    }

    @Test
    void untouchedFileIsNotReadAgain() throws IOException {
        Path file = Files.writeString(temp.resolve("a"), "first");
        remember(file);
        Path memory = temp.resolve("cache/hashes.json");
        Files.writeString(memory, Files.readString(memory).replaceFirst("[0-9a-f]{64}", "remembered"));
        assertThat(hashes().sha256(file)).isEqualTo("remembered");
    }
}
