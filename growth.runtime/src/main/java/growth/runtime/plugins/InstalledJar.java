package growth.runtime.plugins;

import org.osgi.framework.Bundle;

/**
 * What was made of a jar.
 *
 * @param stamp  the file as it was then
 * @param bundle the bundle; null if the jar could not be installed
 * @param reason why it could not be installed, resolved or started; empty if it could
 */
record InstalledJar(JarStamp stamp, Bundle bundle, String reason) {

    InstalledJar withReason(String changed) {
        return new InstalledJar(stamp, bundle, changed);
    }
}
