package growth.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.launcher.EmbeddedFramework.Service;
import growth.launcher.EmbeddedFramework.Settings;
import growth.testing.BundleJar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A framework in this JVM. */
class EmbeddedFrameworkTest {

    @TempDir
    private Path temporary;

    private Path home;
    private Path storage;

    @BeforeEach
    void makeInstallation() throws IOException {
        home = temporary.resolve("home");
        storage = Files.createDirectory(temporary.resolve("storage"));
        Files.createDirectories(home.resolve("bundle"));
    }

    private Settings settings(Service<?>... services) {
        return new Settings(home, Map.of(
                "growth.plugins", temporary.resolve("own plugins").toString(),
                UserFolders.STORAGE, storage.toString(),
                UserFolders.CACHE, temporary.resolve("cache").toString(),
                "growth.vectors", "false",
                "org.osgi.framework.system.packages.extra", "growth.launcher.place;version=1.0.0"), List.of(services));
    }

    @Test
    void carriesOutCommandLinesAndSeesTheServicesOfItsHost() throws IOException {
        BundleJar.write(home.resolve("bundle/echo.jar"), Map.of("Bundle-SymbolicName", "echo", "Bundle-Activator",
                EchoActivator.class.getName(), "Import-Package", "org.osgi.framework, growth.launcher.place;version=\"[1.0,2)\""),
                EchoActivator.class);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Callable<?> host = () -> "green";
        try (EmbeddedFramework framework = EmbeddedFramework.start(
                settings(new Service<Callable>(Callable.class, host, Map.of("colour", "green"))), List.of(), () -> false)) {
            assertThat(framework.property("growth.home")).isEqualTo(home.toString());
            assertThat(framework.commands().run(List.of("say"), Path.of("/here"), out, out, () -> true)).isEqualTo(130);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines(
                "say /here green " + temporary.resolve("own plugins"));
        assertThat(storage).isEmptyDirectory();
    }

    @Test
    void runsTheCommandOfItsArguments() throws IOException {
        BundleJar.write(home.resolve("bundle/probe.jar"), Map.of("Bundle-SymbolicName", "probe", "Bundle-Activator", Probe.class.getName(),
                "Import-Package", "org.osgi.framework"), Probe.class);
        try (EmbeddedFramework framework = EmbeddedFramework.start(settings(), List.of("status", "5"), () -> false)) {
            assertThat(framework.call()).isEqualTo(5);
            assertThatThrownBy(framework::commands).isInstanceOf(StartException.class).hasMessageContaining("Commands");
        }
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> EmbeddedFramework.start(new Settings(temporary, Map.of(), List.of()), List.of(), () -> false))
                .isInstanceOf(StartException.class).hasMessageStartingWith("no installation at " + temporary);
        assertThat(storage).isEmptyDirectory();
    }
}
