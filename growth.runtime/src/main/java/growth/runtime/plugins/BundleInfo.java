package growth.runtime.plugins;

import java.util.List;
import java.util.Optional;

/**
 * A bundle, or a jar of the folder of plug-ins that became none.
 *
 * @param jar      the jar's file name, which for one that a run still uses may be gone; empty for bundles that come from elsewhere
 * @param name     the symbolic name; empty if the jar has none
 * @param version  the version; empty if the jar says none
 * @param state    how it is, in a few words, such as {@code active} or {@code not installed}
 * @param sha256   the hash of its jar; empty if the jar cannot be read, or lies there unpacked
 * @param trust    why it may be installed; empty if it may not
 * @param provides what its manifest promises, such as {@code operator stack}
 * @param reason   why it does not work, in one line; empty if it does
 */
public record BundleInfo(Optional<String> jar, String name, String version, String state, String sha256, String trust,
        List<String> provides, String reason) {
    /** Copies the list. */
    public BundleInfo {
        provides = List.copyOf(provides);
    }

    /** Returns whether a run can use what it provides. */
    public boolean usable() {
        return reason.isEmpty();
    }
}
