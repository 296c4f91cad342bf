package growth.data.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.GrowthException;
import growth.formats.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    @TempDir
    Path temporary;
    private Path folder;
    private CacheFolder cache;

    @BeforeEach
    void open() {
        folder = temporary.resolve("not/yet/there");
        cache = new CacheFolder(folder);
    }

    @Test
    void whatIsPutIsThere() throws IOException {
        assertThat(cache.text("a")).isEmpty();
        cache.putText("a", "one");
        cache.putText("a", "two");
        assertThat(cache.text("a")).contains("two");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void failureLeavesWhatWasThere() throws IOException {
        cache.putText("a", "one");
        assertThatThrownBy(() -> cache.put("a", out -> {
            out.write(new byte[3 << 20]);
            throw new IOException("No space left on device");
        })).isInstanceOfSatisfying(GrowthException.class, e -> {
            assertThat(e.kind()).isEqualTo(GrowthException.Kind.DATA);
            assertThat(e.getMessage()).isEqualTo(folder.resolve("a") + " cannot be written: no space left on device");
        });
        assertThatThrownBy(() -> cache.put("a", out -> {
            throw new IllegalStateException("a defect");
        })).isInstanceOf(IllegalStateException.class);
        assertThat(cache.text("a")).contains("one");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void onlyHalfWrittenFilesThatNobodyWritesAnyMoreAreRemoved() throws IOException {
        Files.createDirectories(folder);
        Path fresh = Files.writeString(folder.resolve("a.1.part"), "in work");
        Path old = Files.writeString(folder.resolve("a.2.part"), "left by a process that was killed");
        Path other = Files.writeString(folder.resolve("b.3.part"), "of another entry");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Files.setLastModifiedTime(other, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        cache.putText("a", "one");
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
        assertThat(other).exists();
    }

    @Test
    void hashesAreRememberedWhileAFileIsUnchanged() throws IOException {
        Path file = Files.writeString(temporary.resolve("text"), "one");
        FileHashes first = new FileHashes(cache);
        String hash = first.sha256(file);
        first.save();
        assertThat(hash).isEqualTo("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
        // Another hash in the memory shows that the file was not read again.
        cache.putText("hashes.json", cache.text("hashes.json").orElseThrow().replace(hash, "remembered"));
        assertThat(new FileHashes(cache).sha256(file)).isEqualTo("remembered");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(new FileHashes(cache).sha256(file)).isEqualTo(hash);
    }

    /** As a tool does that copies times. */
    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "does not say when attributes changed")
    void aFileIsReadAgainWhoseTimeWasSetBack() throws IOException {
        Path file = Files.writeString(temporary.resolve("text"), "one");
        FileHashes first = new FileHashes(cache);
        String hash = first.sha256(file);
        first.save();
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);
        assertThat(new FileHashes(cache).sha256(file)).isNotEqualTo(hash);
    }

    @Test
    void damagedMemoryIsAnEmptyOne() throws IOException {
        Path file = Files.writeString(temporary.resolve("text"), "one");
        cache.putText("hashes.json", "{\"half");
        assertThat(new FileHashes(cache).sha256(file)).startsWith("7692c3ad");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private FileHashes hashes() {
        return new FileHashes(new CacheFolder(temporary.resolve("cache")));
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
        assumeTrue(temporary.getFileSystem().supportedFileAttributeViews().contains("unix"),
                "skipped: the system has no time of the inode");
        Path a = Files.writeString(temporary.resolve("a"), "first");
        Path b = Files.writeString(temporary.resolve("b"), "other");
        FileTime time = FileTime.fromMillis(1_700_000_000_000L);
        Files.setLastModifiedTime(a, time);
        Files.setLastModifiedTime(b, time);
        String first = Sha256.of(a);
        String other = Sha256.of(b);
        remember(a, b);
        Files.move(a, temporary.resolve("c"));
        Files.move(b, a);
        Files.move(temporary.resolve("c"), b);
        assertThat(hashes().sha256(a)).isEqualTo(other);
        assertThat(hashes().sha256(b)).isEqualTo(first);
    }

    @Test
    void overwrittenFileWhoseTimeIsSetBackIsReadAgain() throws IOException {
        assumeTrue(temporary.getFileSystem().supportedFileAttributeViews().contains("unix"),
                "skipped: the system has no time of the inode");
        Path file = Files.writeString(temporary.resolve("a"), "first");
        FileTime time = Files.getLastModifiedTime(file);
        remember(file);
        Files.writeString(file, "other");
        Files.setLastModifiedTime(file, time);
        assertThat(hashes().sha256(file)).isEqualTo(Sha256.of(file));
    }

    @Test
    void untouchedFileIsNotReadAgain() throws IOException {
        Path file = Files.writeString(temporary.resolve("a"), "first");
        remember(file);
        Path memory = temporary.resolve("cache/hashes.json");
        Files.writeString(memory, Files.readString(memory).replaceFirst("[0-9a-f]{64}", "remembered"));
        assertThat(hashes().sha256(file)).isEqualTo("remembered");
    }
}
