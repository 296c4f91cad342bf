package growth.runtime.plugins;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The jars that were still to be dealt with at one moment. Those that come afterwards are none of them, so that who waits for these does
 * not wait for ever in a folder in which something always comes.
 */
final class Unsettled {
    private final Map<Path, JarStamp> handled;
    private final Set<Path> files = new HashSet<>();

    /**
     * @param handled the jars that were dealt with, with their stamps at that time
     * @param now     the folder
     */
    Unsettled(Map<Path, JarStamp> handled, Map<Path, JarStamp> now) {
        this.handled = handled;
        files.addAll(handled.keySet());
        files.addAll(now.keySet());
        leave(handled, now);
    }

    /** Returns whether all of them have been dealt with since, or are again as they were. */
    boolean over(Map<Path, JarStamp> handledSince, Map<Path, JarStamp> now) {
        files.removeIf(file -> !Objects.equals(handledSince.get(file), handled.get(file)));
        leave(handledSince, now);
        return files.isEmpty();
    }

    private void leave(Map<Path, JarStamp> handledSince, Map<Path, JarStamp> now) {
        files.removeIf(file -> Objects.equals(handledSince.get(file), now.get(file)));
    }
}
