package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.formats.digest.Sha256;
import growth.runtime.plugins.BundleInfo;
import growth.runtime.plugins.InstalledBundles;
import growth.runtime.plugins.trust.PluginTrust;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsCommandTest {
    private static final String A = "0123456789abcdef".repeat(4);
    @TempDir
    Path folder;

    /** Two jars of a folder, and a bundle of the installation. */
    private record Fake(Path folder) implements InstalledBundles {
        @Override
        public List<BundleInfo> plugins() {
            return List.of(new BundleInfo(Optional.of("hello.jar"), "my.hello", "1.0.0", "active", A, "listed",
                            List.of("operator hello", "operator twice", "data source letters"), ""),
                    new BundleInfo(Optional.of("torn.jar"), "", "", "not installed", "", "", List.of(), "it is not a jar"));
        }

        @Override
        public List<BundleInfo> installation() {
            return List.of(new BundleInfo(Optional.of("growth.ops.jar"), "growth.ops", "1.0.0", "active", A, "installation",
                    List.of("operator stack"), ""));
        }
    }

    private static Path jar(Path file, Map<String, String> headers) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return file;
    }

    private Trial trial(String mode) {
        return new Trial().with("plugins", () -> new PluginsCommand(new Fake(folder), PluginTrust.in(mode, folder.resolve("conf"))))
                .in(folder);
    }

    @Test
    void listsJarsAndWhatTheyMiss() {
        assertThat(trial("any").run("plugins")).isEqualTo(new Result(0, """
                jar        bundle          state          trust   SHA-256       provides
                hello.jar  my.hello 1.0.0  active         listed  0123456789ab  operators hello, twice; data source
                                                                                letters
                torn.jar   -               not installed  -       -             -

                not usable  reason
                torn.jar    it is not a jar
                """, ""));
        assertThat(trial("any").run("plugins", "--all").out()).contains("of the installation", "growth.ops 1.0.0");
    }

    @Test
    void explainsOneByItsJarBundleOrPlugin() {
        String page = trial("any").run("plugins", "plugins/hello.jar").out();
        assertThat(page).contains("trust     listed", "SHA-256   " + A, "missing   nothing");
        assertThat(trial("any").run("plugins", "my.hello").out()).isEqualTo(page).isEqualTo(trial("any").run("plugins", "letters").out());
        assertThat(trial("any").run("plugins", "stack").out()).contains("growth.ops 1.0.0");
        assertThat(trial("any").run("plugins", "hallo")).isEqualTo(new Result(3, "", "growth: no jar, bundle or plug-in is called 'hallo'; "
                + "in "
                + folder + " there is hello.jar, torn.jar, and growth plugins --all lists the installation's\n"));
    }

    @Test
    void printsJson() {
        assertThat(trial("signed").run("plugins", "--json").out()).contains("\"trust\": \"signed\"", "\"sha256\": \"" + A + "\"",
                "\"operator twice\"", "\"missing\": \"it is not a jar\"", "\"usable\": false");
    }

    @Test
    void listsAJarAsTrustedAndTakesItAway() throws IOException {
        Path jar = jar(folder.resolve("hello.jar"), Map.of("Bundle-SymbolicName", "my.hello;singleton:=true",
                "Bundle-Version", "1.2.3", "Provide-Capability",
                "osgi.service;objectClass:List<String>=\"a,b\";uses:=\"c,growth.operator;growth.operator=no\",growth.operator;"
                        + "growth.operator=hello,growth.data;growth.data:String=\"letters\""));
        String hash = Sha256.of(jar);
        Path list = folder.resolve("conf/" + PluginTrust.LIST);
        assertThat(trial("listed").run("plugins", "trust", "hello.jar")).isEqualTo(new Result(0, hash + "  hello.jar\n"
                + "  my.hello 1.2.3, provides: operator hello; data source letters\n  added to " + list + "\n", ""));
        assertThat(Files.readAllLines(list)).contains(hash + "  hello.jar");
        assertThat(trial("any").run("plugins", "trust", "hello.jar").out()).contains("stood already in",
                "the list counts only with growth.plugins.trust=listed");
        Files.delete(jar);
        assertThat(trial("listed").run("plugins", "trust", "--remove", hash.toUpperCase()).ends(0).out()).contains("removed from " + list);
        assertThat(PluginTrust.in("listed", folder.resolve("conf")).list().hashes()).isEmpty();
    }

    @Test
    void whatIsNoPluginIsNotListedAndNothingElseEither() throws IOException {
        jar(folder.resolve("good.jar"), Map.of("Bundle-SymbolicName", "good"));
        jar(folder.resolve("plain.jar"), Map.of());
        assertThat(trial("listed").run("plugins", "trust", "good.jar", "plain.jar").ends(2).err())
                .contains("plain.jar is no bundle: its manifest has no Bundle-SymbolicName");
        assertThat(trial("listed").run("plugins", "trust", "none.jar").ends(2).err()).contains("none.jar cannot be read: no such file");
        assertThat(trial("listed").run("plugins", "trust").ends(2).err()).contains("FILE");
        assertThat(folder.resolve("conf")).doesNotExist();
    }

    @Test
    void completesJarsBundlesAndTheSubcommand() {
        assertThat(new PluginsCommand(new Fake(folder), PluginTrust.in("any", folder)).candidates("NAME"))
                .containsExactly("trust", "hello.jar", "my.hello", "torn.jar");
    }
}
