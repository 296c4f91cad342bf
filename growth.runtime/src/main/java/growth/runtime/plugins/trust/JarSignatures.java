package growth.runtime.plugins.trust;

import growth.formats.folder.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Verifies the signature of a jar with the JDK's own verifier. Every file in it, other than the signature's own, must be what was signed,
 * and signed by somebody who is trusted.
 *
 * <p>Beyond the verifier, which accepts what was added to a signed jar, and a manifest with other sections than the signed one: the whole
 * manifest must be the signed one, because a bundle does what its headers say; no name may occur twice, because another reader might find
 * the other file; and digests that are broken (MD5, SHA-1) do not count, whatever the running Java thinks of them.
 */
final class JarSignatures {
    private static final Pattern SIGNATURE_FILE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)", Pattern.CASE_INSENSITIVE);
    /** What is unpacked before it is known who made it must end some time. */
    private static final long LARGEST = 8L << 30;
    private static final int BUFFER = 1 << 16;
    private static final String REMEDY = "; get it from its author again, or let it be signed again";

    private final TrustedCertificates trusted;
    private final Map<CodeSigner, TrustVerdict> judged = new HashMap<>();
    private final byte[] buffer = new byte[BUFFER];
    private long unpacked;

    private JarSignatures(TrustedCertificates trusted) {
        this.trusted = trusted;
    }

    /** Returns who has signed the jar, or why it is not trusted. */
    static TrustVerdict verify(Path file, TrustedCertificates trusted) {
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            return new JarSignatures(trusted).verify(jar);
        } catch (SecurityException e) {
            return TrustVerdict.refuse("it was changed after it was signed (" + e.getMessage() + ")" + REMEDY);
        } catch (IOException e) {
            return TrustVerdict.refuse("its signature cannot be verified: " + IoReason.of(e));
        }
    }

    private TrustVerdict verify(JarFile jar) throws IOException {
        List<JarEntry> entries = Collections.list(jar.entries());
        Optional<String> doubt = twice(entries).or(() -> SignatureFiles.doubt(jar, entries));
        if (doubt.isPresent()) {
            return TrustVerdict.refuse(doubt.get());
        }
        Set<String> signers = new TreeSet<>();
        Optional<String> unsigned = Optional.empty();
        for (JarEntry entry : entries) {
            read(jar, entry);
            if (entry.isDirectory() || entry.getName().equals(JarFile.MANIFEST_NAME) || SIGNATURE_FILE.matcher(entry.getName()).matches()) {
                continue;
            }
            if (entry.getCodeSigners() == null) {
                unsigned = unsigned.or(() -> Optional.of(entry.getName()));
                continue;
            }
            TrustVerdict verdict = judge(entry.getCodeSigners());
            if (!verdict.trusted()) {
                return verdict;
            }
            signers.add(verdict.words());
        }
        if (signers.isEmpty()) {
            return TrustVerdict.refuse("Java does not accept its signature: it is incomplete, or made with an algorithm or key that no"
                    + " longer counts (jdk.jar.disabledAlgorithms); let it be signed again");
        }
        return unsigned.map(name -> TrustVerdict.refuse(name + " in it is not signed: it was added afterwards" + REMEDY))
                .orElseGet(() -> TrustVerdict.trust(String.join(" and ", signers)));
    }

    /** Returns the verdict on the first signer that is trusted, or else on the first. */
    private TrustVerdict judge(CodeSigner[] signers) {
        List<TrustVerdict> verdicts = List.of(signers).stream().map(signer -> judged.computeIfAbsent(signer, trusted::judge)).toList();
        return verdicts.stream().filter(TrustVerdict::trusted).findFirst().orElse(verdicts.get(0));
    }

    /** A file is verified while it is read. */
    private void read(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream content = jar.getInputStream(entry)) {
            for (int length = content.read(buffer); length >= 0; length = content.read(buffer)) {
                unpacked += length;
                if (unpacked > LARGEST) {
                    throw new IOException("it unpacks to more than " + (LARGEST >> 30) + " GB");
                }
            }
        }
    }

    /** Names below META-INF are compared as the verifier does it, whatever their case. */
    private static Optional<String> twice(List<JarEntry> entries) {
        Set<String> names = new HashSet<>();
        return entries.stream().map(JarEntry::getName)
                .filter(name -> !names.add(name.regionMatches(true, 0, "META-INF/", 0, 9) ? name.toUpperCase(Locale.ROOT) : name))
                .findFirst().map(name -> "it holds " + name + " twice" + REMEDY);
    }
}
