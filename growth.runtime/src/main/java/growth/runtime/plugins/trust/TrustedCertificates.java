package growth.runtime.plugins.trust;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.formats.folder.OtherUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The certificates of a keystore, and for whom they vouch: for their owners, and for those whose certificate leads to one of them by a
 * chain that the JDK's PKIX validator accepts. Revocation is not asked for, because a machine may be offline: whoever is no longer trusted
 * is taken out of the keystore.
 *
 * @param store        the keystore's file
 * @param certificates what it holds
 */
record TrustedCertificates(Path store, Set<X509Certificate> certificates) {
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String ANY_USE = "2.5.29.37.0";

    /**
     * Reads a keystore, PKCS12 or JKS.
     *
     * @param password protects it; null if none is known
     * @throws GrowthException (CONFIGURATION) if it cannot be read, others can change it, or it holds no certificate
     */
    static TrustedCertificates read(Path store, char[] password) {
        try {
            if (!Files.exists(store)) {
                throw new GrowthException(Kind.CONFIGURATION, "the keystore " + store + " is not there: import who may sign with keytool"
                        + " -importcert, or name another with growth.plugins.keystore");
            }
            OtherUsers.whoCanChange(store).ifPresent(how -> {
                throw new GrowthException(Kind.CONFIGURATION, "the keystore does not count: " + how);
            });
            KeyStore keys = KeyStore.getInstance(store.toFile(), password);
            Set<X509Certificate> found = new HashSet<>();
            for (String alias : Collections.list(keys.aliases())) {
                if (keys.getCertificate(alias) instanceof X509Certificate certificate) {
                    found.add(certificate);
                }
            }
            if (found.isEmpty()) {
                throw new GrowthException(Kind.CONFIGURATION, "the keystore " + store + " holds no certificate"
                        + (password == null ? " that can be read without its password" : ""));
            }
            return new TrustedCertificates(store, Set.copyOf(found));
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? new GrowthException(Kind.CONFIGURATION, "the password of the keystore " + store + " is another one", e)
                    : new GrowthException(Kind.CONFIGURATION, "the keystore " + store + " cannot be read: " + IoReason.of(e), e);
        } catch (GeneralSecurityException e) {
            throw new GrowthException(Kind.CONFIGURATION, "the keystore " + store + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns by whom something is signed, or why that does not count. */
    TrustVerdict judge(CodeSigner signer) {
        List<X509Certificate> chain = signer.getSignerCertPath().getCertificates().stream().map(X509Certificate.class::cast).toList();
        X509Certificate own = chain.get(0);
        String name = own.getSubjectX500Principal().getName();
        try {
            own.checkValidity();
            return certificates.contains(own) ? TrustVerdict.trust("signed by " + name) : judge(name, chain);
        } catch (CertificateExpiredException e) {
            return TrustVerdict.refuse("the certificate of " + name + ", who signed it, expired on " + day(own.getNotAfter())
                    + "; let it be signed again with a new one");
        } catch (CertificateNotYetValidException e) {
            return TrustVerdict.refuse("the certificate of " + name + ", who signed it, is not valid before " + day(own.getNotBefore()));
        }
    }

    private TrustVerdict judge(String name, List<X509Certificate> chain) {
        int known = 0;
        while (known < chain.size() && !certificates.contains(chain.get(known))) {
            known++;
        }
        Set<TrustAnchor> anchors = certificates.stream().map(certificate -> new TrustAnchor(certificate, null)).collect(Collectors.toSet());
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain.subList(0, known)), parameters);
            result.getTrustAnchor().getTrustedCert().checkValidity();
            return misused(chain.get(0)).map(why -> TrustVerdict.refuse("it is signed by " + name + ", " + why))
                    .orElseGet(() -> TrustVerdict.trust("signed by " + name));
        } catch (GeneralSecurityException e) {
            return TrustVerdict.refuse("it is signed by " + name + ", for whom no certificate in " + store + " vouches ("
                    + e.getMessage() + "); import theirs with keytool -importcert if you trust them");
        }
    }

    /** A certificate authority gives certificates for other ends, too, such as to web servers. */
    private static Optional<String> misused(X509Certificate certificate) throws CertificateException {
        List<String> uses = certificate.getExtendedKeyUsage();
        boolean[] keyUsage = certificate.getKeyUsage();
        boolean signs = (uses == null || uses.contains(CODE_SIGNING) || uses.contains(ANY_USE)) && (keyUsage == null || keyUsage[0]);
        return signs ? Optional.empty() : Optional.of("whose certificate is not meant for signing code");
    }

    private static String day(Date date) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(date.toInstant().atZone(ZoneOffset.UTC));
    }
}
