package growth.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where settings and plug-ins lie when the installation is somebody else's. */
class PersonalFoldersTest {

    @TempDir
    private Path folder;

    private Path home;
    private PersonalFolders personal;

    @BeforeEach
    void makeInstallation() throws IOException {
        home = folder.resolve("installation");
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("plugins"));
        personal = PersonalFolders.of(Map.of("HOME", folder.resolve("user").toString()), new Properties());
    }

    @Test
    void followsTheBaseDirectorySpecification() {
        assertThat(personal).isEqualTo(new PersonalFolders(Optional.of(folder.resolve("user/.config/growth")),
                Optional.of(folder.resolve("user/.local/share/growth"))));
        Map<String, String> environment = Map.of("HOME", "/h", "XDG_CONFIG_HOME", folder.toString(), "XDG_DATA_HOME", "relative");
        assertThat(PersonalFolders.of(environment, new Properties())).isEqualTo(new PersonalFolders(Optional.of(folder.resolve("growth")),
                Optional.of(Path.of("/h/.local/share/growth"))));
        assertThat(PersonalFolders.of(Map.of(), new Properties())).isEqualTo(new PersonalFolders(Optional.empty(), Optional.empty()));
    }

    @Test
    void anInstallationThatCanBeWrittenKeepsEverything() {
        assertThat(personal.plugins(home)).isEqualTo(home.resolve("plugins"));
        assertThat(personal.configuration(home)).isEqualTo(home.resolve("conf"));
    }

    @Test
    void settingsOfTheUserComeLast() throws IOException {
        Path shared = Files.createFile(home.resolve("conf/a.properties"));
        assertThat(personal.settings(home, "a.properties")).containsExactly(shared);
        Path own = Files.createFile(Files.createDirectories(folder.resolve("user/.config/growth")).resolve("a.properties"));
        assertThat(personal.settings(home, "a.properties")).containsExactly(shared, own);
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no modes")
    void aReadOnlyInstallationLeavesPlugInsAndSettingsToTheUser() throws IOException {
        Files.setPosixFilePermissions(home.resolve("plugins"), PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setPosixFilePermissions(home.resolve("conf"), PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(home.resolve("conf")), "root can write everywhere");
        assertThat(personal.plugins(home)).isEqualTo(folder.resolve("user/.local/share/growth/plugins"));
        assertThat(personal.configuration(home)).isEqualTo(folder.resolve("user/.config/growth"));
        Files.setPosixFilePermissions(home.resolve("plugins"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createFile(home.resolve("plugins/shared.jar"));
        Files.setPosixFilePermissions(home.resolve("plugins"), PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThat(personal.plugins(home)).as("what the administrator offers").isEqualTo(home.resolve("plugins"));
        Files.setPosixFilePermissions(home.resolve("plugins"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
