package growth.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which folders are this user's alone. */
@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no owners and modes")
class UserFoldersTest {

    @TempDir
    private Path temporary;

    private final Properties system = new Properties();
    private final Map<String, String> environment = new HashMap<>();
    private Path home;
    private Path folder;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectory(temporary.toRealPath().resolve("home"));
        folder = home.resolve(".cache/growth");
        environment.put("HOME", home.toString());
        system.setProperty("java.io.tmpdir", temporary.resolve("tmp").toString());
        assumeTrue(FileOwner.current().controls(home), "the temporary folder can be changed by other users");
    }

    private UserFolders folders() {
        return UserFolders.of(environment, system, temporary.resolve("no memory"));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private void isNotUsed(String reason) {
        UserFolders folders = folders();
        assertThat(folders.cache()).isEmpty();
        assertThat(folders.storage()).isEqualTo(temporary.resolve("tmp"));
        assertThat(folders.warnings()).singleElement().asString().contains(folder + " is not used: ").contains(reason);
    }

    @Test
    void isMadeForTheUserAlone() throws IOException {
        UserFolders folders = folders();
        assertThat(folders.cache()).contains(folder);
        assertThat(folders.storage()).isEqualTo(folder);
        assertThat(folders.warnings()).isEmpty();
        assertThat(mode(folder)).isEqualTo("rwx------");
    }

    @Test
    void followsTheBaseDirectorySpecification() throws IOException {
        environment.put("XDG_CACHE_HOME", Files.createDirectory(home.resolve("caches")).toString());
        environment.put("XDG_RUNTIME_DIR", Files.createDirectory(home.resolve("run")).toString());
        assertThat(folders().cache()).contains(home.resolve("caches/growth"));
        assertThat(folders().storage()).isEqualTo(home.resolve("run/growth"));
        environment.put("XDG_CACHE_HOME", "caches");
        assertThat(folders().cache()).contains(folder);
    }

    @Test
    void storagesLieInMemoryWhereThereIsAFileSystemInIt() throws IOException {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isDirectory(memory) && Files.getFileStore(memory).type().equals("tmpfs"), "no file system in memory");
        UserFolders folders = UserFolders.of(environment, system, memory);
        assertThat(folders.storage()).isEqualTo(memory.resolve("growth-" + FileOwner.current().id()));
        assertThat(mode(folders.storage())).isEqualTo("rwx------");
        assertThat(folders.cache()).contains(folder);
        assertThat(folders.warnings()).isEmpty();
        // a folder on a disk is no memory, wherever it is mounted; without a cache, the storage may have to hold native libraries
        assertThat(UserFolders.of(environment, system, home).storage()).isEqualTo(folder);
        environment.put("HOME", "/proc/none");
        assertThat(UserFolders.of(environment, system, memory).storage()).isEqualTo(temporary.resolve("tmp"));
    }

    @Test
    void takesWhatIsGiven() {
        system.setProperty(UserFolders.STORAGE, "here");
        system.setProperty(UserFolders.CACHE, "there");
        assertThat(folders().storage()).isEqualTo(Path.of("here"));
        assertThat(folders().cache()).contains(Path.of("there"));
        assertThat(folder).doesNotExist();
    }

    @Test
    void othersMayNoLongerRead() throws IOException {
        Files.setPosixFilePermissions(Files.createDirectories(folder), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(folders().cache()).contains(folder);
        assertThat(mode(folder)).isEqualTo("rwx------");
    }

    @Test
    void whatOthersCouldWriteIsNotUsed() throws IOException {
        Files.setPosixFilePermissions(Files.createDirectories(folder), PosixFilePermissions.fromString("rwxrwxrwx"));
        isNotUsed("other users could write it");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Files.createDirectories(folder.getParent());
        Files.createSymbolicLink(folder, Files.createDirectory(home.resolve("elsewhere")));
        isNotUsed("no folder of the user");
    }

    @Test
    void aFileIsNotUsed() throws IOException {
        Files.createDirectories(folder.getParent());
        Files.createFile(folder);
        isNotUsed("no folder of the user");
    }

    @Test
    void aFolderThatOthersCanExchangeIsNotUsed() throws IOException {
        Files.setPosixFilePermissions(Files.createDirectories(folder.getParent()), PosixFilePermissions.fromString("rwxrwxrwx"));
        isNotUsed("other users can change what lies in " + folder.getParent());
    }

    @Test
    void aFolderOfAnotherUserIsNotUsed() throws IOException {
        Files.createDirectories(folder);
        try {
            Files.setAttribute(folder, "unix:uid", 54321);
        } catch (IOException e) {
            assumeTrue(false, "only root can give a folder away: " + e.getMessage());
        }
        isNotUsed("no folder of the user");
    }

    @Test
    void withoutAHomeNothingStays() throws IOException {
        environment.put("HOME", Files.createFile(home.resolve("file")).toString());
        UserFolders folders = folders();
        assertThat(folders.cache()).isEmpty();
        assertThat(folders.warnings()).isEmpty();
    }

    @Test
    void librariesAreToldWhereToUnpack() {
        system.setProperty("jna.tmpdir", "mine");
        UserFolders.tell(home, system);
        assertThat(system).containsEntry("jna.tmpdir", "mine")
                .containsEntry("org.bytedeco.javacpp.cachedir", home.resolve("javacpp").toString())
                .containsEntry("ENGINE_CACHE_DIR", home.resolve("djl").toString());
    }
}
