package growth.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.BundleJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** A bundle that somebody holds stays whole when its jar is replaced or deleted, beside the one that follows it. */
class HeldBundlesTest extends FolderFixture {
    private static final String PACKAGE = HeldBundlesTest.class.getPackageName();

    @BeforeEach
    void begin() {
        watch();
    }

    /** Writes a jar with one class that nobody has loaded yet, and waits until it is installed. */
    private Bundle deploy(String jar, String name, String version, Map<String, String> headers) throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Bundle-SymbolicName", name);
        all.put("Bundle-Version", version);
        BundleJar.write(plugins.resolve(jar), all, NoComponents.class);
        await(() -> folder.settle() || jar(jar) != null);
        Bundle bundle = bundle(jar(jar));
        assertThat(bundle).as(jar(jar).reason()).isNotNull();
        assertThat(bundle.getVersion()).hasToString(version);
        return bundle;
    }

    @Test
    void aReplacedOneStaysBesideItsFollowerUntilItIsReleased() throws Exception {
        Bundle old = deploy("a.jar", "a.plugin", "1.0.0", Map.of());
        assertThat(folder.holds().take(old)).isTrue();

        Bundle next = deploy("a.jar", "a.plugin", "1.1.0", Map.of());

        assertThat(next).isNotEqualTo(old);
        assertThat(next.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(old.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(old.getEntry(NoComponents.class.getName().replace('.', '/') + ".class")).as("a class not loaded yet").isNotNull();
        assertThat(folder.holds().take(old)).as("a new hold of the old one").isFalse();
        assertThat(folder.holds().take(next)).isTrue();

        folder.holds().release(old);
        await(() -> old.getState() == Bundle.UNINSTALLED);
        assertThat(next.getState()).isEqualTo(Bundle.ACTIVE);
        await(() -> copies() == 1);
    }

    /** How many copies of plug-ins the framework keeps. */
    private long copies() {
        try (Stream<Path> files = Files.walk(temporary.resolve("storage"))) {
            return files.filter(file -> file.getFileName().toString().equals("bundle.jar")).count();
        } catch (IOException | UncheckedIOException e) {
            // A folder was deleted while it was walked through.
            return -1;
        }
    }

    @Test
    void aDeletedOneStaysUntilItIsReleased() throws Exception {
        Bundle bundle = deploy("a.jar", "a.plugin", "1.0.0", Map.of());
        folder.holds().take(bundle);
        Files.delete(plugins.resolve("a.jar"));
        await(() -> folder.holds().retired(bundle));
        assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
        folder.holds().release(bundle);
        await(() -> bundle.getState() == Bundle.UNINSTALLED);
        await(() -> !folder.holds().retired(bundle));
    }

    @Test
    void anotherContentOfTheSameVersionMayFollow() throws Exception {
        Bundle old = deploy("a.jar", "a.plugin", "1.0.0", Map.of());
        folder.holds().take(old);
        Bundle next = deploy("a.jar", "a.plugin", "1.0.0", Map.of("Bundle-Name", "built again"));
        assertThat(next).isNotEqualTo(old);
        assertThat(List.of(old.getState(), next.getState())).containsOnly(Bundle.ACTIVE);
    }

    @Test
    void aCopyOfTheHeldContentDoesNotDisturbItsFollowerNorTheHeldOne() throws Exception {
        Bundle old = deploy("a.jar", "a.plugin", "1.0.0", Map.of());
        byte[] content = Files.readAllBytes(plugins.resolve("a.jar"));
        folder.holds().take(old);
        Bundle next = deploy("a.jar", "a.plugin", "1.0.0", Map.of("Bundle-Name", "built again"));
        Files.write(plugins.resolve("b.jar"), content);
        await(() -> jar("b.jar") != null);
        assertThat(jar("b.jar").reason()).isEqualTo("a bundle of the same name and version, of a.jar, is installed already");
        assertThat(List.of(old.getState(), next.getState())).containsOnly(Bundle.ACTIVE);

        Files.delete(plugins.resolve("a.jar"));
        await(() -> !jar("b.jar").broken());
        assertThat(jar("b.jar").bundleId()).isEqualTo(old.getBundleId());
        assertThat(folder.holds().take(old)).as("a new hold").isTrue();
    }

    @Test
    void evenABundleThatWantsToBeTheOnlyOneOfItsNameMayFollow() throws Exception {
        Bundle old = deploy("a.jar", "a.plugin;singleton:=true", "1.0.0", Map.of());
        folder.holds().take(old);
        Bundle next = deploy("a.jar", "a.plugin;singleton:=true", "1.1.0", Map.of());
        assertThat(jar("a.jar").reason()).isEmpty();
        assertThat(List.of(old.getState(), next.getState())).containsOnly(Bundle.ACTIVE);
    }

    @Test
    void aFollowerGetsItsOwnClassesThoughItOffersAndImportsTheirPackage() throws Exception {
        Map<String, String> shared = Map.of("Export-Package", PACKAGE, "Import-Package", PACKAGE, "DynamicImport-Package", "org.osgi.*");
        Bundle old = deploy("a.jar", "a.plugin", "1.0.0", shared);
        folder.holds().take(old);
        Bundle next = deploy("a.jar", "a.plugin", "1.1.0", shared);
        assertThat(next.getResource(NoComponents.class.getName().replace('.', '/') + ".class").getHost())
                .contains("_" + next.getBundleId() + ".");
    }

    @Test
    void aLibraryThatAHeldPlugInUsesStaysToo() throws Exception {
        Bundle library = deploy("lib.jar", "a.library", "1.0.0", Map.of("Export-Package", "a.b;version=1.0.0"));
        Bundle user = deploy("user.jar", "a.user", "1.0.0", Map.of("Import-Package", "a.b"));
        folder.holds().take(user);
        Bundle next = deploy("lib.jar", "a.library", "1.1.0", Map.of("Export-Package", "a.b;version=1.1.0"));
        assertThat(List.of(library.getState(), user.getState(), next.getState())).containsOnly(Bundle.ACTIVE);
        folder.holds().release(user);
        await(() -> library.getState() == Bundle.UNINSTALLED && user.getState() == Bundle.ACTIVE);
        assertThat(folder.holds().take(user)).as("a hold after the restart").isTrue();
    }

    @Test
    void aContentThatComesBackServesAgain() throws Exception {
        Bundle first = deploy("a.jar", "a.plugin", "1.0.0", Map.of());
        byte[] content = Files.readAllBytes(plugins.resolve("a.jar"));
        folder.holds().take(first);
        deploy("a.jar", "a.plugin", "1.1.0", Map.of());
        Files.write(plugins.resolve("a.jar"), content);
        await(() -> jar("a.jar") != null && jar("a.jar").bundleId() == first.getBundleId());
        assertThat(folder.holds().take(first)).isTrue();
        assertThat(Arrays.stream(framework.context().getBundles()).filter(b -> "a.plugin".equals(b.getSymbolicName()))).hasSize(1);
    }
}
