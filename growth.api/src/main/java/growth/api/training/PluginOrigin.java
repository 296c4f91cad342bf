package growth.api.training;

/**
 * Identifies the code of a plug-in.
 *
 * @param bundle  its bundle's symbolic name
 * @param version its bundle's version
 * @param sha256  SHA-256 of the bundle's jar, in hexadecimal digits; empty if it is not known
 */
public record PluginOrigin(String bundle, String version, String sha256) {
    private static final int SHOWN_DIGITS = 12;

    /** Returns the symbolic name and version, e.g. {@code growth.ops.stacking 1.0.0}. */
    public String name() {
        return bundle + " " + version;
    }

    /** Returns the symbolic name, version and the beginning of the hash, for messages. */
    public String words() {
        return sha256.isEmpty() ? name() : name() + " (sha256 " + sha256.substring(0, Math.min(SHOWN_DIGITS, sha256.length())) + "…)";
    }
}
