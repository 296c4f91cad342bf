package growth.report.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** What decides who may ask a server: secrets, and the name under which it is asked. */
public final class HttpAccess {
    private static final int BYTES = 18;
    private static final Pattern LOOPBACK = Pattern.compile("(?i)(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]{1,5})?");

    private HttpAccess() {
    }

    /** Returns a new secret: 144 random bits in 24 characters that addresses and headers take as they are. */
    public static String secret() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns whether both are the same, in a time that does not tell how far they agree. */
    public static boolean same(String given, String secret) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns whether a request's header Host, null if it has none, is a name of this machine's loopback interface. Without this question,
     * a page of the web could point its own name to 127.0.0.1 and read what a server there says (DNS rebinding).
     */
    public static boolean namesLoopback(String host) {
        return host != null && LOOPBACK.matcher(host).matches();
    }
}
