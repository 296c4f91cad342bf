package growth.runtime.plugins.trust;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which jars of the folder of plug-ins are installed. */
public enum TrustMode {
    /** All of them. */
    ANY,
    /** Those whose SHA-256 stands in a list. */
    LISTED,
    /** Those that are signed, every file in them, by somebody for whom a keystore vouches. */
    SIGNED;

    /** Returns the name in settings. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the mode of that name, if there is one. */
    static Optional<TrustMode> of(String id) {
        return Arrays.stream(values()).filter(mode -> mode.id().equals(id.strip().toLowerCase(Locale.ROOT))).findFirst();
    }
}
