package growth.runtime.config;

import growth.formats.folder.Edits;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that the user probably meant. */
public final class NearestName {
    private NearestName() {
    }

    /**
     * Returns the nearest name, if one is near: few edits apart for its length, or begun alike.
     *
     * @param written what was written
     * @param names   what could have been written
     */
    public static Optional<String> to(String written, Collection<String> names) {
        return names.stream()
                .filter(name -> near(written, name))
                .min(Comparator.<String>comparingInt(name -> Edits.between(written, name)).thenComparing(Comparator.naturalOrder()));
    }

    /** Returns {@code ; did you mean 'name'?} for the nearest name, or nothing. */
    public static String hint(String written, Collection<String> names) {
        return to(written, names).map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    private static boolean near(String written, String name) {
        int allowed = Math.max(1, Math.min(written.length(), name.length()) / 3);
        boolean begunAlike = written.length() >= 3
                && (name.startsWith(written) || name.replace("-", "").equals(written.replaceAll("[_-]", "")));
        return begunAlike || Edits.between(written, name) <= allowed;
    }
}
