package growth.runtime.plugins;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The changes between two looks at a folder.
 *
 * @param gone    jars that were dealt with and are no longer there
 * @param changed jars that are new or replaced and have stood still since the look before
 */
record FolderChange(SortedSet<Path> gone, SortedSet<Path> changed) {

    /**
     * Compares.
     *
     * @param handled the jars that were dealt with, with their stamps at that time
     * @param before  the look before
     * @param now     this look
     */
    static FolderChange between(Map<Path, JarStamp> handled, Map<Path, JarStamp> before, Map<Path, JarStamp> now) {
        SortedSet<Path> gone = new TreeSet<>(handled.keySet());
        gone.removeAll(now.keySet());
        SortedSet<Path> changed = new TreeSet<>();
        now.forEach((file, stamp) -> {
            if (stamp.equals(before.get(file)) && !stamp.equals(handled.get(file))) {
                changed.add(file);
            }
        });
        return new FolderChange(gone, changed);
    }

    boolean isNothing() {
        return gone.isEmpty() && changed.isEmpty();
    }
}
