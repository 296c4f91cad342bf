package growth.runtime.plugins.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Looks at what the signatures of a jar are made of, before anybody verifies them. */
final class SignatureFiles {
    private static final String WHOLE = "-Digest-Manifest";
    private static final String EACH = "-Digest";
    private static final List<String> STRONG = List.of("SHA-256", "SHA-384", "SHA-512", "SHA-512/256", "SHA3-256", "SHA3-384", "SHA3-512");
    private static final int LARGEST = 64 << 20;

    private SignatureFiles() {
    }

    /** Returns why the signatures cannot count; empty if they may, which the verifier decides. */
    static Optional<String> doubt(JarFile jar, List<JarEntry> entries) {
        List<JarEntry> signatures = entries.stream()
                .filter(entry -> entry.getName().toUpperCase(Locale.ROOT).matches("META-INF/[^/]+\\.SF")).toList();
        if (signatures.isEmpty()) {
            return Optional.of("it is not signed; get a signed one from its author, sign it yourself with jarsigner, or set"
                    + " growth.plugins.trust=listed and list it");
        }
        try {
            JarEntry entry = jar.getJarEntry(JarFile.MANIFEST_NAME);
            if (entry == null) {
                return Optional.of("it has no " + JarFile.MANIFEST_NAME + ", so nothing in it is signed");
            }
            byte[] manifest = bytes(jar, entry);
            Optional<String> weak = weakSection(new Manifest(new ByteArrayInputStream(manifest)));
            for (JarEntry signature : signatures) {
                weak = weak.or(() -> doubt(jar, signature, manifest));
            }
            return weak;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> doubt(JarFile jar, JarEntry signature, byte[] manifest) {
        try (InputStream content = jar.getInputStream(signature)) {
            Attributes attributes = new Manifest(content).getMainAttributes();
            List<String> given = algorithms(attributes, WHOLE).toList();
            List<String> strong = given.stream().filter(SignatureFiles::isStrong).toList();
            if (strong.isEmpty() && !given.isEmpty()) {
                return Optional.of(tooWeak(given.get(0)));
            }
            return strong.stream().anyMatch(algorithm -> matches(attributes.getValue(algorithm + WHOLE), algorithm, manifest))
                    ? Optional.empty()
                    : Optional.of("its manifest was changed after it was signed; get it from its author again, or let it be signed again");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> weakSection(Manifest manifest) {
        return manifest.getEntries().values().stream()
                .filter(section -> algorithms(section, EACH).findAny().isPresent()
                        && algorithms(section, EACH).noneMatch(SignatureFiles::isStrong))
                .flatMap(section -> algorithms(section, EACH)).findFirst().map(SignatureFiles::tooWeak);
    }

    private static Stream<String> algorithms(Attributes attributes, String ending) {
        return attributes.keySet().stream().map(Object::toString).filter(name -> name.endsWith(ending))
                .map(name -> name.substring(0, name.length() - ending.length()));
    }

    private static boolean isStrong(String algorithm) {
        return STRONG.contains(algorithm.toUpperCase(Locale.ROOT));
    }

    private static String tooWeak(String algorithm) {
        return "its signature uses " + algorithm + ", which is broken; let it be signed again with SHA-256 (jarsigner -digestalg SHA-256)";
    }

    private static boolean matches(String digest, String algorithm, byte[] content) {
        try {
            return Arrays.equals(Base64.getMimeDecoder().decode(digest), MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException | IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream content = jar.getInputStream(entry)) {
            byte[] bytes = content.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("its manifest is larger than " + (LARGEST >> 20) + " MB");
            }
            return bytes;
        }
    }
}
