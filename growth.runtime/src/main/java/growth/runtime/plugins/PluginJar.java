package growth.runtime.plugins;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A jar in the folder of plug-ins.
 *
 * @param file         the jar
 * @param symbolicName the bundle's name; empty if the jar could not be installed
 * @param version      the bundle's version; empty if the jar could not be installed
 * @param bundleId     the installed bundle's number in the framework; −1 if the jar could not be installed
 * @param reason       in one line of words why the plug-in does not work; empty if nothing is known against it
 * @param sha256       the hash of its content, in hexadecimal digits; empty if the file cannot be read
 * @param trust        why it may be installed: {@code any}, {@code listed} or {@code signed by} whom; empty if it is not installed
 */
public record PluginJar(Path file, String symbolicName, String version, long bundleId, String reason, String sha256, String trust) {

    /** Checks that nothing is null. */
    public PluginJar {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(symbolicName, "symbolicName");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(trust, "trust");
    }

    /** Returns whether something is known that keeps the plug-in from working. */
    public boolean broken() {
        return !reason.isEmpty();
    }
}
