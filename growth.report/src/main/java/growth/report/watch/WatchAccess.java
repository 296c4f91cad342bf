package growth.report.watch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Who may see the page: whoever has its address, in which a random token stands, and asks for it under a name of this machine's loopback
 * interface. Without the second, a page of the web could point its own name to 127.0.0.1 and read what this one says (DNS rebinding).
 *
 * @param token the token
 */
record WatchAccess(String token) {
    private static final int BYTES = 18;
    private static final Pattern LOOPBACK = Pattern.compile("(?i)(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]{1,5})?");

    /** What a request asks for. */
    enum Asked { PAGE, EVENTS, FOLDER, NOTHING, REFUSED, OTHER_METHOD }

    /** Returns access by a new token. */
    static WatchAccess random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new WatchAccess(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /**
     * Returns what a request may have.
     *
     * @param method HTTP method
     * @param host   its header Host; null if it has none
     * @param path   the path asked for
     */
    Asked asked(String method, String host, String path) {
        String[] parts = (path == null ? "" : path).split("/", -1);
        // the token is compared in constant time
        boolean known = parts.length > 1
                && MessageDigest.isEqual(parts[1].getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        if (host == null || !LOOPBACK.matcher(host).matches() || !known) {
            return Asked.REFUSED;
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Asked.OTHER_METHOD;
        }
        return switch (parts.length == 2 ? "" : path.substring(token.length() + 1)) {
            case "" -> Asked.FOLDER;
            case "/" -> Asked.PAGE;
            case "/events" -> Asked.EVENTS;
            default -> Asked.NOTHING;
        };
    }
}
