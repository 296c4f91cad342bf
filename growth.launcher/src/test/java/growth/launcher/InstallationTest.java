package growth.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;

/** Where things lie, and which properties the framework gets. */
class InstallationTest {

    @TempDir
    private Path home;

    private final Properties system = new Properties();

    @BeforeEach
    void makeInstallation() throws IOException {
        Files.createDirectory(home.resolve("bundle"));
        system.setProperty(Installation.HOME, home.toString());
        system.setProperty(UserFolders.STORAGE, home.resolve("storage").toString());
        system.setProperty(UserFolders.CACHE, home.resolve("cache").toString());
    }

    @Test
    void hasDefaults() {
        Installation installation = Installation.from(system);
        assertThat(installation.plugins()).isEqualTo(home.resolve("plugins"));
        assertThat(installation.saveTimeout()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void takesAnotherFolderOfPlugins() {
        system.setProperty(Installation.PLUGINS, home.resolve("elsewhere").toString());
        assertThat(Installation.from(system).plugins()).isEqualTo(home.resolve("elsewhere"));
    }

    @Test
    void refusesATimeThatIsNone() {
        system.setProperty(Installation.SAVE_TIMEOUT, "5 min");
        assertThatThrownBy(() -> Installation.from(system)).isInstanceOf(StartException.class)
                .hasMessage("-Dgrowth.save.timeout=5 min is not a number of milliseconds");
    }

    @Test
    void installsJarsInTheOrderOfTheirNames() throws IOException {
        for (String name : new String[] {"c.jar", "a.jar", "read.me", "b.jar"}) {
            Files.createFile(home.resolve("bundle").resolve(name));
        }
        assertThat(Installation.from(system).bundles()).extracting(jar -> jar.getFileName().toString()).containsExactly("a.jar", "b.jar",
                "c.jar");
    }

    @Test
    void installsAnUnpackedBundleWhereItLies() throws IOException {
        Path unpacked = Files.createDirectories(home.resolve("bundle/b.natives/META-INF")).getParent();
        Files.createFile(unpacked.resolve("META-INF/MANIFEST.MF"));
        Files.createDirectories(home.resolve("bundle/c.notes"));
        Files.createFile(home.resolve("bundle/a.jar"));
        assertThat(Installation.from(system).bundles()).extracting(bundle -> bundle.getFileName().toString())
                .containsExactly("a.jar", "b.natives");
    }

    @Test
    void systemPropertiesOverrideTheFile() throws IOException {
        Files.createDirectory(home.resolve("conf"));
        Files.writeString(home.resolve("conf/framework.properties"), """
                felix.log.level=1
                a=file
                org.osgi.framework.system.packages.extra=org.slf4j;version=2.0.17,\\
                  org.slf4j.spi
                """);
        system.setProperty("a", "system");
        Map<String, String> properties = Installation.from(system).frameworkProperties(system, Path.of("cache"), true, false);
        assertThat(properties).containsEntry("felix.log.level", "1").containsEntry("a", "system")
                .containsEntry(Constants.FRAMEWORK_STORAGE, "cache")
                .containsEntry(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.slf4j;version=2.0.17,org.slf4j.spi,jdk.incubator.vector")
                .containsEntry(Installation.PLUGINS, home.resolve("plugins").toString());
    }

    @Test
    void withoutTheModuleNoVectorPackageIsPromised() throws IOException {
        Map<String, String> properties = Installation.from(system).frameworkProperties(system, Path.of("cache"), false, true);
        assertThat(properties).doesNotContainKey(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA);
    }
}
