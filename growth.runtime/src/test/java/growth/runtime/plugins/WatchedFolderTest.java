package growth.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import growth.testing.BundleJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** Jars come, change and go in a real framework. */
class WatchedFolderTest extends FolderFixture {
    private PluginJar await(String name, Predicate<PluginJar> condition) throws InterruptedException {
        await(() -> condition.test(jar(name)));
        return jar(name);
    }

    private static Map<String, String> bundle(String version) {
        return Map.of("Bundle-SymbolicName", "a.plugin", "Bundle-Version", version);
    }

    @Test
    void installsAtOnceWhatIsThereAtTheStart() throws IOException {
        BundleJar.write(plugins.resolve("a.jar"), bundle("1.2.3"));

        watch();

        assertThat(folder.path()).isEqualTo(plugins);
        assertThat(folder.jars()).singleElement().satisfies(jar -> {
            assertThat(jar.symbolicName()).isEqualTo("a.plugin");
            assertThat(jar.version()).isEqualTo("1.2.3");
            assertThat(jar.reason()).isEmpty();
            assertThat(bundle(jar).getState()).isEqualTo(Bundle.ACTIVE);
        });
    }

    @Test
    void aJarComesIsReplacedAndGoes() throws IOException, InterruptedException {
        watch();
        BundleJar.write(plugins.resolve("a.jar"), bundle("1.0.0"));
        Bundle bundle = bundle(await("a.jar", jar -> jar != null && jar.version().equals("1.0.0")));

        BundleJar.write(plugins.resolve("a.jar"), bundle("2.0.0"));
        Bundle next = bundle(await("a.jar", jar -> jar.version().equals("2.0.0")));
        assertThat(next.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(bundle.getState()).isEqualTo(Bundle.UNINSTALLED);

        Files.delete(plugins.resolve("a.jar"));
        await("a.jar", jar -> jar == null);
        assertThat(next.getState()).isEqualTo(Bundle.UNINSTALLED);
    }

    @Test
    void aFileThatIsNoJarIsListedAndHidesNothing() throws IOException {
        Files.writeString(plugins.resolve("a-broken.jar"), "half a down");
        Files.writeString(plugins.resolve("read.me"), "no plug-in");
        BundleJar.write(plugins.resolve("b.jar"), bundle("1.0.0"));

        watch();

        assertThat(folder.jars()).hasSize(2);
        assertThat(jar("a-broken.jar").reason()).startsWith("it is not a jar, or not a whole one: ");
        assertThat(jar("a-broken.jar").broken()).isTrue();
        assertThat(jar("b.jar").broken()).isFalse();
    }

    @Test
    void aJarThatIsNoBundleIsToldToBeBuiltWithBnd() throws IOException {
        BundleJar.write(plugins.resolve("plain.jar"), Map.of());
        watch();
        assertThat(jar("plain.jar").reason()).isEqualTo("its manifest has no Bundle-SymbolicName, so it is not a bundle: build it "
                + "with bnd");
    }

    @Test
    void aManifestThatTheFrameworkRefusesIsTold() throws IOException {
        BundleJar.write(plugins.resolve("odd.jar"), Map.of("Bundle-SymbolicName", "odd", "Bundle-Version", "x.y"));
        watch();
        assertThat(jar("odd.jar").reason()).contains("invalid version \"x.y\"");
    }

    @Test
    void aMissingPackageIsNamedUntilItComes() throws IOException, InterruptedException {
        BundleJar.write(plugins.resolve("needs.jar"),
                Map.of("Bundle-SymbolicName", "needs", "Import-Package", "org.example.maps;version=\"[1.1,2)\""));
        watch();
        assertThat(jar("needs.jar").reason())
                .isEqualTo("it imports the package org.example.maps from version 1.1.0 and below 2.0.0, which no bundle exports");

        Map<String, String> old = Map.of("Bundle-SymbolicName", "maps", "Export-Package", "org.example.maps;version=1.0.0");
        BundleJar.write(plugins.resolve("maps.jar"), old);
        await("needs.jar", jar -> jar.reason().endsWith("but what is exported is version 1.0.0"));

        Map<String, String> right = Map.of("Bundle-SymbolicName", "maps", "Export-Package", "org.example.maps;version=1.4.0");
        BundleJar.write(plugins.resolve("maps.jar"), right);
        await("needs.jar", jar -> !jar.broken());
    }

    @Test
    void anActivatorThatFailsIsQuoted() throws IOException {
        BundleJar.write(plugins.resolve("fails.jar"),
                Map.of("Bundle-SymbolicName", "fails", "Import-Package", "org.osgi.framework",
                        "Bundle-Activator", FailingActivator.class.getName()), FailingActivator.class);
        watch();
        assertThat(jar("fails.jar").reason()).startsWith("its activator failed: ").contains("no such weights").doesNotContain("\n");
    }

    @Test
    void aPlugInThatDoesNotComeBackFromItsStartKeepsNobodyWaiting() throws IOException, InterruptedException {
        Path block = Files.createFile(temporary.resolve("block"));
        BundleJar.write(plugins.resolve("a.jar"), Map.of("Bundle-SymbolicName", "a.slow", "Bundle-Version", "1.0.0", "Import-Package",
                "org.osgi.framework", "Bundle-Activator", BlockingActivator.class.getName()), BlockingActivator.class);
        BundleJar.write(plugins.resolve("b.jar"), bundle("1.0.0"));
        watch();
        assertThat(folder.jars()).extracting(PluginJar::reason)
                .containsExactly("it has not returned from 'start' for 1 s and was given up", "");
        // What comes and goes is still followed, the stuck one too.
        Files.delete(plugins.resolve("b.jar"));
        Files.delete(plugins.resolve("a.jar"));
        BundleJar.write(plugins.resolve("c.jar"), bundle("1.0.1"));
        assertThat(await("c.jar", jar -> jar != null && !jar.broken()).version()).isEqualTo("1.0.1");
        BundleJar.write(plugins.resolve("a.jar"), Map.of("Bundle-SymbolicName", "a.slow", "Bundle-Version", "1.0.0", "Import-Package",
                "org.osgi.framework", "Bundle-Activator", BlockingActivator.class.getName()), BlockingActivator.class);
        await("a.jar", jar -> jar != null && jar.broken());
        Files.delete(block);
        await("a.jar", jar -> !jar.broken());
    }

    @Test
    void twoJarsOfOneNameAndVersionAreNotBothInstalledButOneIs() throws IOException, InterruptedException {
        BundleJar.write(plugins.resolve("a.jar"), bundle("1.0.0"));
        BundleJar.write(plugins.resolve("other.jar"), bundle("1.0.0"), NoComponents.class);
        watch();
        assertThat(folder.jars()).extracting(PluginJar::reason)
                .containsExactly("", "a bundle of the same name and version, of a.jar, is installed already");

        Files.delete(plugins.resolve("a.jar"));
        await("other.jar", jar -> !jar.broken());
    }

    @Test
    void aCopyKeepsTheBundleWhenTheOriginalGoes() throws IOException, InterruptedException {
        Path original = BundleJar.write(plugins.resolve("a.jar"), bundle("1.0.0"));
        watch();
        Files.copy(original, plugins.resolve("b.jar"));
        Bundle bundle = bundle(await("b.jar", jar -> jar != null));
        assertThat(jar("a.jar").bundleId()).isEqualTo(bundle.getBundleId());

        Files.delete(original);
        await("a.jar", jar -> jar == null);
        assertThat(jar("b.jar").broken()).isFalse();
        assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void aRenamedJarKeepsItsBundle() throws IOException, InterruptedException {
        Path original = BundleJar.write(plugins.resolve("a.jar"), bundle("1.0.0"));
        watch();
        long installed = jar("a.jar").bundleId();
        Files.move(original, plugins.resolve("b.jar"));
        assertThat(await("b.jar", jar -> jar != null).bundleId()).isEqualTo(installed);
        assertThat(jar("a.jar")).isNull();
    }

    @Test
    void aJarThatIsOnlyTouchedIsLeftAlone() throws IOException, InterruptedException {
        Path touched = BundleJar.write(plugins.resolve("a.jar"), bundle("1.0.0"));
        watch();
        long installed = jar("a.jar").bundleId();
        Files.setLastModifiedTime(touched, FileTime.fromMillis(1_000_000_000_000L));
        // One that comes after it shows that the folder was followed.
        BundleJar.write(plugins.resolve("b.jar"), Map.of("Bundle-SymbolicName", "b.plugin"));
        await("b.jar", jar -> jar != null);
        assertThat(jar("a.jar").bundleId()).isEqualTo(installed);
    }

    @Test
    void aJarThatMayNotBeReadIsTakenAsSoonAsItMay() throws IOException, InterruptedException {
        Path locked = BundleJar.write(plugins.resolve("a.jar"), bundle("1.0.0"));
        Files.setPosixFilePermissions(locked, Set.of());
        assumeFalse(Files.isReadable(locked), "this user may read everything");
        watch();
        assertThat(jar("a.jar").reason()).isEqualTo("the file cannot be read: its permissions forbid it");
        Files.setPosixFilePermissions(locked, Set.of(PosixFilePermission.OWNER_READ));
        await("a.jar", jar -> !jar.broken());
    }

    @Test
    void aBrokenReplacementTakesItsPredecessorAway() throws IOException, InterruptedException {
        BundleJar.write(plugins.resolve("a.jar"), bundle("1.0.0"));
        watch();
        Bundle bundle = bundle(jar("a.jar"));

        Files.writeString(plugins.resolve("a.jar"), "broken");

        await("a.jar", PluginJar::broken);
        assertThat(bundle.getState()).isEqualTo(Bundle.UNINSTALLED);
        assertThat(List.of(framework.context().getBundles())).doesNotContain(bundle);
    }

    @Test
    void aFolderThatDoesNotExistYetIsWaitedFor() throws IOException, InterruptedException {
        Files.delete(plugins);
        watch();
        assertThat(folder.jars()).isEmpty();

        Files.createDirectory(plugins);
        BundleJar.write(plugins.resolve("a.jar"), bundle("1.0.0"));
        await("a.jar", jar -> jar != null && !jar.broken());
    }
}
