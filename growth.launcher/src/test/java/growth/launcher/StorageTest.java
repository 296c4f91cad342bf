package growth.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storages of several processes; those of killed ones are in {@link LauncherProcessTest}. */
class StorageTest {

    @TempDir
    private Path parent;

    @Test
    void goesWithAllThatIsInIt() throws IOException {
        Storage storage = Storage.create(parent);
        Files.createDirectories(storage.folder().resolve("bundle1/data"));
        Files.writeString(storage.folder().resolve("bundle1/data/file"), "x");
        storage.close();
        assertThat(parent).isEmptyDirectory();
        storage.close();
    }

    @Test
    void leavesOtherFoldersAlone() throws IOException {
        Path foreign = Files.createDirectory(parent.resolve("growth-felix-of-somebody"));
        Path other = Files.createDirectory(parent.resolve("other"));
        Files.createFile(other.resolve("lock"));
        Storage.create(parent).close();
        assertThat(foreign).exists();
        assertThat(other.resolve("lock")).exists();
    }

    @Test
    void takesAwayWhatAKilledProcessLeft() throws IOException {
        Path abandoned = Files.createDirectories(parent.resolve("growth-felix-abandoned/cache/bundle0")).getParent().getParent();
        Files.createFile(abandoned.resolve("lock"));
        Storage.create(parent).close();
        assertThat(abandoned).doesNotExist();
    }
}
