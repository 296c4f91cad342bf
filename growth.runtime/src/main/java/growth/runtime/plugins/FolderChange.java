package growth.runtime.plugins;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The changes between two looks at a folder.
 *
 * @param gone    jars that were dealt with and are no longer there
 * @param changed jars that are new or replaced and have stood still since the look before, or were only renamed: one that is gone has come
 *                back under another name at once, so that its bundle stays
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
        Set<JarStamp> moved = gone.stream().map(handled::get).filter(stamp -> stamp.key() != null).collect(Collectors.toSet());
        SortedSet<Path> changed = new TreeSet<>();
        now.forEach((file, stamp) -> {
            boolean still = stamp.equals(before.get(file)) || moved.contains(stamp);
            if (still && !stamp.equals(handled.get(file))) {
                changed.add(file);
            }
        });
        return new FolderChange(gone, changed);
    }

    boolean isNothing() {
        return gone.isEmpty() && changed.isEmpty();
    }
}
