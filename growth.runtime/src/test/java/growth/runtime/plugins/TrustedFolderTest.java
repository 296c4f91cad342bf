package growth.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.formats.digest.Sha256;
import growth.runtime.plugins.trust.PluginTrust;
import growth.testing.BundleJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** Jars that are trusted, no longer trusted and trusted again, in a real framework. */
class TrustedFolderTest extends FolderFixture {
    private Path conf;

    private Path jar(String name, String version) throws IOException {
        return BundleJar.write(plugins.resolve(name), Map.of("Bundle-SymbolicName", "a.plugin", "Bundle-Version", version,
                "Import-Package", "org.osgi.framework", "Bundle-Activator", LoudActivator.class.getName()), LoudActivator.class);
    }

    private void trusting(String mode) throws IOException {
        System.clearProperty(LoudActivator.HEARD);
        conf = Files.createDirectory(temporary.resolve("conf"));
        trust = PluginTrust.in(mode, conf);
    }

    @Test
    void aJarThatIsNotListedIsNotInstalledUntilItIs() throws Exception {
        trusting("listed");
        Path file = jar("a.jar", "1.0.0");
        watch();
        PluginJar refused = jar("a.jar");
        assertThat(refused.reason()).isEqualTo("it is not trusted: its SHA-256 stands in no list; 'growth plugins trust FILE.jar'"
                + " adds it to " + conf.resolve(PluginTrust.LIST));
        assertThat(refused.bundleId()).isEqualTo(-1);
        assertThat(refused.sha256()).isEqualTo(Sha256.of(file));
        assertThat(framework.context().getBundles()).hasSize(1);
        assertThat(System.getProperty(LoudActivator.HEARD)).isNull();

        trust.list().add(Sha256.of(file), "a.jar");
        await(() -> !jar("a.jar").broken());
        assertThat(jar("a.jar").trust()).isEqualTo("listed");
        assertThat(System.getProperty(LoudActivator.HEARD)).isEqualTo("1.0.0");
        Bundle bundle = bundle(jar("a.jar"));

        // An update is another content. What was trusted serves nobody any more, as its jar is gone.
        jar("a.jar", "2.0.0");
        await(() -> jar("a.jar").broken());
        assertThat(bundle.getState()).isEqualTo(Bundle.UNINSTALLED);
        assertThat(System.getProperty(LoudActivator.HEARD)).isEqualTo("1.0.0");
    }

    @Test
    void oneThatIsNoLongerListedGoesAndNoOther() throws Exception {
        trusting("listed");
        Path file = jar("a.jar", "1.0.0");
        Path other = BundleJar.write(plugins.resolve("b.jar"), Map.of("Bundle-SymbolicName", "b.plugin"));
        trust.list().add(Sha256.of(file), "a.jar");
        trust.list().add(Sha256.of(other), "b.jar");
        watch();
        Bundle gone = bundle(jar("a.jar"));
        Bundle stays = bundle(jar("b.jar"));

        trust.list().remove(Sha256.of(file));
        await(() -> jar("a.jar").broken());
        assertThat(gone.getState()).isEqualTo(Bundle.UNINSTALLED);
        assertThat(bundle(jar("b.jar"))).isSameAs(stays);
        assertThat(stays.getState()).isEqualTo(Bundle.ACTIVE);
        Path copies = framework.context().getDataFile("plugins").toPath();
        assertThat(copies).isEmptyDirectory();
    }
}
