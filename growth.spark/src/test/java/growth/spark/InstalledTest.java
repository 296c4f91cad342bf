package growth.spark;

import static org.assertj.core.api.Assertions.assertThat;

import growth.spark.wire.Machine;
import growth.testing.BundleJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is installed here and there, and how a difference is told. */
class InstalledTest {
    @TempDir
    private Path temporary;

    private Path here;
    private Path there;

    @BeforeEach
    void install() throws IOException {
        here = install("here");
        there = install("there");
    }

    private Path install(String name) throws IOException {
        Path home = temporary.resolve(name);
        Files.createDirectories(home.resolve("bundle"));
        put(home, "a", "1.0.0", "one");
        put(home, "b", "2.0.0", "two");
        return home;
    }

    private static void put(Path home, String name, String version, String text) throws IOException {
        Path unpacked = home.resolve("bundle").resolve(name);
        if (name.equals("b")) {
            Files.createDirectories(unpacked.resolve("META-INF"));
            Files.writeString(unpacked.resolve("META-INF/MANIFEST.MF"),
                    "Manifest-Version: 1.0\nBundle-SymbolicName: b;singleton:=true\nBundle-Version: " + version + "\n\n");
            Files.writeString(unpacked.resolve("lib.so"), text);
        } else {
            BundleJar.write(home.resolve("bundle").resolve(name + ".jar"),
                    Map.of("Bundle-SymbolicName", name, "Bundle-Version", version, "About", text));
        }
    }

    private static Machine machine(Path home, String java) throws IOException {
        return new Machine("host2", "/opt/growth", java, 1, 0, Installed.bundles(home));
    }

    private String difference() throws IOException {
        return machine(here, "17.0.15").difference("3", machine(there, "17.0.15"));
    }

    @Test
    void theSameIsTheSame() throws IOException {
        assertThat(machine(here, "17.0.15").difference("3", machine(here, "17.0.15"))).isEmpty();
        assertThat(Installed.bundles(here)).containsOnlyKeys("a", "b");
        assertThat(Installed.bundles(here).get("b")).matches("2\\.0\\.0 \\([0-9a-f]{12}\\)");
    }

    @Test
    void anotherVersionIsToldWithBoth() throws IOException {
        put(there, "a", "1.0.1", "one");
        assertThat(difference()).matches("executor 3 on host2 has a 1\\.0\\.1 \\([0-9a-f]{12}\\), and this process has a 1\\.0\\.0 "
                + "\\([0-9a-f]{12}\\); install the same growth on both");
    }

    @Test
    void otherBytesOfTheSameVersionAreTold() throws IOException {
        put(there, "b", "2.0.0", "other");
        assertThat(difference()).startsWith("executor 3 on host2 has b 2.0.0 (");
    }

    @Test
    void aBundleThatIsMissingIsTold() throws IOException {
        Files.delete(there.resolve("bundle/a.jar"));
        assertThat(difference()).startsWith("executor 3 on host2 has no a, and this process has a 1.0.0 (");
    }

    @Test
    void anotherJavaIsToldWithBoth() throws IOException {
        assertThat(machine(here, "17.0.15").difference("3", machine(there, "21.0.3")))
                .isEqualTo("executor 3 on host2 has Java 21.0.3, and this process has Java 17.0.15; start both with the same one");
    }

    @Test
    void anExecutorWithoutGrowthIsTold() throws IOException {
        assertThat(machine(here, "17.0.15").difference("3", new Machine("host2", "/opt/growth", "17.0.15", 1, 0, new TreeMap<>())))
                .isEqualTo("executor 3 on host2 finds no growth in /opt/growth; install it there, or name its folder with --conf "
                        + "spark.growth.home=FOLDER");
    }
}
