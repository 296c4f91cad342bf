package growth.runtime.plugins;

import org.osgi.framework.Bundle;

/**
 * The state of a processed jar.
 *
 * @param stamp  the file as it was then
 * @param sha256 the hash of its content; empty if it cannot be read
 * @param bundle the bundle; null if the jar could not be installed
 * @param reason why it could not be installed, resolved or started; empty if it could
 * @param trust  why it may be installed; empty if it may not, or is not installed
 */
record InstalledJar(JarStamp stamp, String sha256, Bundle bundle, String reason, String trust) {

    /** One that is not installed. */
    InstalledJar(JarStamp stamp, String sha256, String reason) {
        this(stamp, sha256, null, reason, "");
    }

    InstalledJar withReason(String changed) {
        return new InstalledJar(stamp, sha256, bundle, changed, trust);
    }

    /** The same content in a file that was touched. */
    InstalledJar withStamp(JarStamp changed) {
        return new InstalledJar(changed, sha256, bundle, reason, trust);
    }
}
