package growth.runtime.plugins.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/** People who sign jars, with keys made by the JDK's keytool: those who test without a JDK's tools skip. */
public final class Signer {
    /** Protects every keystore. */
    public static final String PASSWORD = "change-it";
    private static final Path KEYTOOL = Path.of(System.getProperty("java.home"), "bin", "keytool");
    private final Path store;

    /** @param store where keys lie */
    public Signer(Path store) {
        assumeTrue(Files.isExecutable(KEYTOOL), "keytool is part of the JDK");
        this.store = store;
    }

    /**
     * Makes a key with a certificate.
     *
     * @param options for keytool, such as {@code -signer ca}
     */
    public Signer key(String alias, String... options) {
        List<String> all = new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias, "-keyalg", "EC", "-groupname",
                "secp256r1"));
        all.addAll(List.of(options));
        return keytool(all);
    }

    /** Copies certificates, without the keys, into a keystore that has the same password. */
    public void export(Path other, String... aliases) throws IOException, GeneralSecurityException {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        for (String alias : aliases) {
            certificates.setCertificateEntry(alias, keys().getCertificate(alias));
        }
        try (OutputStream out = Files.newOutputStream(other)) {
            certificates.store(out, PASSWORD.toCharArray());
        }
    }

    /** Signs a jar in place. */
    public Path sign(Path jar, String alias, String digest) throws IOException, GeneralSecurityException {
        KeyStore.PrivateKeyEntry key = (KeyStore.PrivateKeyEntry) keys().getEntry(alias,
                new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
        Path signed = jar.resolveSibling(jar.getFileName() + ".signed");
        try (ZipFile in = new ZipFile(jar.toFile()); OutputStream out = Files.newOutputStream(signed)) {
            new JarSigner.Builder(key).digestAlgorithm(digest).signerName(alias).build().sign(in, out);
        }
        return Files.move(signed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private Signer keytool(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(KEYTOOL.toString(), "-J-XX:TieredStopAtLevel=1"));
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(output).isZero();
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
