package growth.runtime.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class NearestName {
    private NearestName() {
    }

    /**
     * @param written what was written
     * @param names   what could have been written
     * @return the nearest name, if one is near: few edits apart for its length, or begun alike
     */
    public static Optional<String> to(String written, Collection<String> names) {
        return names.stream()
                .filter(name -> near(written, name))
                .min(Comparator.<String>comparingInt(name -> edits(written, name)).thenComparing(Comparator.naturalOrder()));
    }

    /** @return {@code ; did you mean 'name'?} for the nearest name, or nothing */
    public static String hint(String written, Collection<String> names) {
        return to(written, names).map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    private static boolean near(String written, String name) {
        int allowed = Math.max(1, Math.min(written.length(), name.length()) / 3);
        boolean begunAlike = written.length() >= 3
                && (name.startsWith(written) || name.replace("-", "").equals(written.replaceAll("[_-]", "")));
        return begunAlike || edits(written, name) <= allowed;
    }

    /** Optimal string alignment distance (Damerau 1964): insertions, deletions, substitutions and swaps of neighbours. */
    static int edits(String a, String b) {
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                int changed = distance[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                distance[i][j] = Math.min(changed, 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    distance[i][j] = Math.min(distance[i][j], 1 + distance[i - 2][j - 2]);
                }
            }
        }
        return distance[a.length()][b.length()];
    }
}
