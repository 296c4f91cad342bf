package growth.runtime.plugins.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.testing.BundleJar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars signed by the JDK, and what is done to them afterwards. */
class JarSignaturesTest {
    private static final String CODE = "a/Plugin.class";
    @TempDir
    static Path folder;
    private static Signer signer;
    private static TrustedCertificates trusted;

    @BeforeAll
    static void makeKeys() throws IOException, GeneralSecurityException {
        signer = new Signer(folder.resolve("keys.p12")).key("author").key("stranger").key("ca", "-ext", "bc:c")
                .key("mate", "-signer", "ca").key("web", "-signer", "ca", "-ext", "eku=serverAuth")
                .key("old", "-startdate", "2020/01/01 00:00:00", "-validity", "10");
        signer.export(folder.resolve("trusted.p12"), "author", "ca", "old");
        trusted = TrustedCertificates.read(folder.resolve("trusted.p12"), Signer.PASSWORD.toCharArray());
    }

    private static Path jar(String name) throws IOException {
        return BundleJar.write(folder.resolve(name), Map.of("Bundle-SymbolicName", "a", "Bundle-Version", "1.0.0"),
                Map.of(CODE, "code", "b.txt", "text"));
    }

    private static Path signed(String alias) throws IOException, GeneralSecurityException {
        return signer.sign(jar(alias + ".jar"), alias, "SHA-256");
    }

    private static void edit(Path jar, String entry, String text) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Files.writeString(zip.getPath(entry), text);
        }
    }

    private static String refusal(Path jar) {
        TrustVerdict verdict = JarSignatures.verify(jar, trusted);
        assertThat(verdict.trusted()).as(verdict.words()).isFalse();
        assertThat(verdict.words()).doesNotContain("\n");
        return verdict.words();
    }

    @Test
    void whoIsInTheKeystoreIsTrustedAndForWhomOneVouches() throws Exception {
        assertThat(JarSignatures.verify(signed("author"), trusted)).isEqualTo(new TrustVerdict(true, "signed by CN=author"));
        assertThat(JarSignatures.verify(signed("mate"), trusted)).isEqualTo(new TrustVerdict(true, "signed by CN=mate"));
        Path both = signer.sign(signed("stranger"), "author", "SHA-256");
        assertThat(JarSignatures.verify(both, trusted)).isEqualTo(new TrustVerdict(true, "signed by CN=author"));
    }

    @Test
    void othersAreNot() throws Exception {
        assertThat(refusal(jar("plain.jar"))).startsWith("it is not signed; ");
        assertThat(refusal(signed("stranger"))).startsWith("it is signed by CN=stranger, for whom no certificate in ");
        assertThat(refusal(signed("web"))).isEqualTo("it is signed by CN=web, whose certificate is not meant for signing code");
        assertThat(refusal(signed("old"))).startsWith("the certificate of CN=old, who signed it, expired on 2020-01-11; ");
    }

    @Test
    void whatWasChangedAfterwardsIsFound() throws Exception {
        Path changed = signed("author");
        edit(changed, CODE, "evil");
        assertThat(refusal(changed)).startsWith("it was changed after it was signed (SHA-256 digest error for " + CODE);
        Path added = signed("author");
        edit(added, "a/Evil.class", "evil");
        assertThat(refusal(added)).startsWith("a/Evil.class in it is not signed: it was added afterwards");
        Path below = signed("author");
        edit(below, "META-INF/SIG-EVIL", "evil");
        assertThat(refusal(below)).startsWith("META-INF/SIG-EVIL in it is not signed");
        Path removed = signed("author");
        try (FileSystem zip = FileSystems.newFileSystem(removed)) {
            Files.delete(zip.getPath("META-INF/AUTHOR.EC"));
        }
        assertThat(refusal(removed)).startsWith("Java does not accept its signature: it is incomplete");
    }

    /** The JDK's verifier accepts a manifest with more sections than were signed, if headers and the signed sections are the same. */
    @Test
    void theWholeManifestMustBeTheSignedOne() throws Exception {
        Path headers = signed("author");
        rewriteManifest(headers, manifest -> manifest.getMainAttributes().putValue("Bundle-Activator", "a.Evil"));
        assertThat(refusal(headers)).startsWith("it was changed after it was signed (Invalid signature file digest for Manifest main");
        Path section = signed("author");
        rewriteManifest(section, manifest -> manifest.getEntries().put("c.txt", new Attributes()));
        assertThat(refusal(section)).startsWith("its manifest was changed after it was signed");
    }

    private static void rewriteManifest(Path jar, Consumer<Manifest> change) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Path file = zip.getPath("META-INF/MANIFEST.MF");
            Manifest manifest;
            try (InputStream in = Files.newInputStream(file)) {
                manifest = new Manifest(in);
            }
            change.accept(manifest);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            manifest.write(out);
            Files.write(file, out.toByteArray());
        }
    }

    @Test
    void brokenDigestsDoNotCount() throws Exception {
        assertThat(refusal(signer.sign(jar("sha1.jar"), "author", "SHA-1")))
                .isEqualTo("its signature uses SHA-1, which is broken; let it be signed again with SHA-256 (jarsigner -digestalg SHA-256)");
        assertThat(refusal(signer.sign(jar("md5.jar"), "author", "MD5"))).startsWith("its signature uses MD5, which is broken");
    }

    /** Two central entries of one name: whoever reads one and runs the other is deceived. */
    @Test
    void aNameThatOccursTwiceIsRefused() throws Exception {
        Path twice = signer.sign(BundleJar.write(folder.resolve("twice.jar"), Map.of(), Map.of("a/one.txt", "good", "a/two.txt", "evil")),
                "author", "SHA-256");
        byte[] bytes = Files.readAllBytes(twice);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Files.write(twice, text.replace("a/two.txt", "a/one.txt").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refusal(twice)).startsWith("it holds a/one.txt twice");
    }

    @Test
    void aKeystoreThatCannotCountIsToldWithItsReason() throws Exception {
        Path store = Files.copy(folder.resolve("trusted.p12"), folder.resolve("other.p12"));
        assertThatThrownBy(() -> TrustedCertificates.read(store, "wrong".toCharArray()))
                .hasMessageContaining("the password of the keystore")
                .hasMessageContaining("is another one");
        assertThatThrownBy(() -> TrustedCertificates.read(folder.resolve("none.p12"), null)).hasMessageContaining("is not there");
        Path text = Files.writeString(folder.resolve("text.p12"), "no keystore");
        assertThatThrownBy(() -> TrustedCertificates.read(text, null)).hasMessageContaining("cannot be read");
        assumeTrue(store.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> TrustedCertificates.read(store, Signer.PASSWORD.toCharArray()))
                .hasMessageContaining("the keystore does not count: other users can write " + store.toRealPath());
    }
}
