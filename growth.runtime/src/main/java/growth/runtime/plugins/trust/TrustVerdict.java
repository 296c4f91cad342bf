package growth.runtime.plugins.trust;

import growth.runtime.plugins.guard.PlainText;

/**
 * What is thought of a jar.
 *
 * @param trusted whether it may be installed
 * @param words   why it may ({@code any}, {@code listed}, {@code signed by CN=…}), or in one line why not and what to do
 */
public record TrustVerdict(boolean trusted, String words) {
    /** Returns that the jar may be installed. Names from certificates are made harmless for terminals. */
    static TrustVerdict trust(String why) {
        return new TrustVerdict(true, PlainText.of(why));
    }

    /** Returns that the jar may not be installed. */
    static TrustVerdict refuse(String why) {
        return new TrustVerdict(false, PlainText.of(why));
    }
}
