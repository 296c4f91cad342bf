package growth.runtime.plugins;

import growth.runtime.plugins.trust.PluginTrust;
import growth.runtime.plugins.trust.TrustVerdict;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers what was thought of each content until lists or certificates change, so that a jar that is refused is not verified at each
 * change of the folder. Used by one thread.
 */
final class TrustGate {
    private final PluginTrust trust;
    private final Map<String, TrustVerdict> verdicts = new HashMap<>();
    private Object stamp;

    TrustGate(PluginTrust trust) {
        this.trust = trust;
        this.stamp = trust.stamp();
    }

    /** Returns whether lists or certificates have changed, so that verdicts may be others. */
    boolean changed() {
        return !trust.stamp().equals(stamp);
    }

    /** Forgets verdicts that may be others by now, and those on contents that are no longer there. Returns whether it was all of them. */
    boolean renew(Collection<String> contents) {
        Object now = trust.stamp();
        boolean all = !now.equals(stamp);
        stamp = now;
        verdicts.keySet().removeIf(content -> all || !contents.contains(content));
        return all;
    }

    /** Returns whether it is known that the content is refused. */
    boolean refused(String sha256) {
        TrustVerdict known = verdicts.get(sha256);
        return known != null && !known.trusted();
    }

    /**
     * Judges a content.
     *
     * @param copy a file with it that nobody else can change; not needed where {@link #refused}
     */
    TrustVerdict judge(String sha256, Path copy) {
        return verdicts.computeIfAbsent(sha256, content -> trust.judge(content, copy));
    }
}
