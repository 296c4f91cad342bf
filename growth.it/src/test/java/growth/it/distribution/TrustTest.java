package growth.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.BundleJar;
import growth.testing.run.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar that is not listed is not installed, and one that is listed is. */
class TrustTest {

    @TempDir
    private Path folder;

    @Test
    void onlyListedJarsAreInstalled() throws IOException, InterruptedException {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        for (String name : new String[] {"good", "unknown"}) {
            BundleJar.write(plugins.resolve(name + ".jar"), Map.of("Bundle-SymbolicName", "a." + name, "Bundle-Version", "1.0.0"));
        }
        Distribution distribution = Distribution.in(folder).with("-Dgrowth.plugins.trust=listed").with("-Dgrowth.conf=" + folder);
        assertThat(distribution.run("plugins", "trust", "plugins/good.jar").succeeds().output())
                .contains("a.good 1.0.0, provides: -", "added to " + folder.resolve("trusted-plugins.sha256"));

        assertThat(distribution.run("plugins").succeeds().output().replaceAll("\\s+", " ")).contains("good.jar a.good 1.0.0 active listed ",
                "unknown.jar a.unknown 1.0.0 not installed - ", "unknown.jar it is not trusted: its SHA-256 stands in no list; "
                + "'growth plugins trust FILE.jar' adds it to " + folder.resolve("trusted-plugins.sha256"));
    }
}
