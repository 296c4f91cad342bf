package growth.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no links and pipes")
    void aLinkInTheNameOfAStorageIsLeftAlone() throws IOException {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Path precious = Files.createFile(elsewhere.resolve("lock"));
        Files.createSymbolicLink(parent.resolve("growth-felix-link"), elsewhere);
        Path inside = Files.createDirectory(parent.resolve("growth-felix-inside"));
        Files.createSymbolicLink(inside.resolve("lock"), precious);
        Storage.create(parent).close();
        assertThat(precious).exists();
        assertThat(inside).exists();
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no links and pipes")
    void aLinkWithinAnAbandonedStorageGoesAndItsTargetStays() throws IOException {
        Path precious = Files.createFile(Files.createDirectory(parent.resolve("elsewhere")).resolve("precious"));
        Path abandoned = Files.createDirectories(parent.resolve("growth-felix-abandoned"));
        Files.createFile(abandoned.resolve("lock"));
        Files.createSymbolicLink(abandoned.resolve("cache"), precious.getParent());
        Storage.create(parent).close();
        assertThat(abandoned).doesNotExist();
        assertThat(precious).exists();
    }

    @Test
    @Timeout(30)
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no links and pipes")
    void aPipeInThePlaceOfALockIsNotOpened() throws IOException, InterruptedException {
        Path folder = Files.createDirectory(parent.resolve("growth-felix-pipe"));
        int status = new ProcessBuilder("mkfifo", folder.resolve("lock").toString()).start().waitFor();
        assumeTrue(status == 0, "there is no mkfifo");
        Storage.create(parent).close();
        assertThat(folder.resolve("lock")).exists();
    }

    /** What root would do to a folder of somebody else in the common temporary folder. */
    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no users as numbers")
    void aFolderOfAnotherUserIsLeftAlone() throws IOException {
        Path foreign = Files.createDirectory(parent.resolve("growth-felix-foreign"));
        Files.createFile(foreign.resolve("lock"));
        try {
            Files.setAttribute(foreign, "unix:uid", 54321);
        } catch (IOException e) {
            assumeTrue(false, "only root can give a folder away: " + e.getMessage());
        }
        Storage.create(parent).close();
        assertThat(foreign.resolve("lock")).exists();
    }
}
