package growth.runtime.folder;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.run.RunFile;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that a run continues with the data it began with. Hashes decide, wherever the files lie: the facts that data sources call {@code
 * …sha256}, and those that name one file and end with its hash.
 */
public final class SameData {
    private static final String HASH = "sha256";
    private static final Pattern HASHED_FILE = Pattern.compile(".*\\bsha256 ([0-9a-f]{64})");

    private static final String DATA = "data.";

    private SameData() {
    }

    /**
     * Checks files that a resumed run names otherwise than before: they may lie elsewhere where hashes tell that they are the same.
     *
     * @param run    the run as it is now
     * @param where  the folder of the run as it was begun
     * @param moved  dotted paths of the values that differ
     * @param before what was known of the data when the run began
     * @param now    what is known of them now
     * @throws GrowthException (CONFIGURATION) that names the first value of which no hash tells whether its files are the same
     */
    public static void requireHashes(RunFile run, RunFolder where, Set<String> moved, Map<String, String> before, Map<String, String> now) {
        for (String path : moved) {
            String part = path.startsWith(DATA) ? path.substring(DATA.length()).split("\\.", 2)[0] : path;
            if (!recognises(before, part) || !recognises(now, part)) {
                throw new GrowthException(Kind.CONFIGURATION, path + " differs from the run in " + where.path()
                        + ", and no hash tells that the files are the same; name those it was begun with").at(run.file().toString());
            }
        }
    }

    /**
     * @param where  where the earlier facts stand, for the error
     * @param before what was known of the data when the run began
     * @param now    what is known of them now
     * @throws GrowthException (DATA) that names what has changed
     */
    public static void require(String where, Map<String, String> before, Map<String, String> now) {
        difference(before, now).ifPresent(name -> {
            throw new GrowthException(Kind.DATA, where + ": the data have changed since the run began (" + name + " was "
                    + before.get(name) + ", is " + now.getOrDefault(name, "none") + "); a resumed run needs the same data");
        });
    }

    /** Returns the name of the first fact that tells that the data are others; empty if none does. */
    public static Optional<String> difference(Map<String, String> before, Map<String, String> now) {
        Map<String, String> then = hashes(before);
        Map<String, String> present = hashes(now);
        Set<String> names = new TreeSet<>(then.keySet());
        names.retainAll(present.keySet());
        // What was hashed as a whole must still be there; lists of single files may end earlier.
        then.keySet().stream().filter(name -> name.endsWith(HASH)).forEach(names::add);
        return names.stream().filter(name -> !Objects.equals(then.get(name), present.get(name))).findFirst();
    }

    /**
     * Returns whether there is a hash of that part, so that its files can be recognised under other names.
     *
     * @param facts what is known of data
     * @param part  a part of the data, e.g. {@code train}
     */
    public static boolean recognises(Map<String, String> facts, String part) {
        return hashes(facts).keySet().stream().anyMatch(name -> name.startsWith(part + "."));
    }

    /** Returns whether the facts hold any hash. */
    public static boolean hashed(Map<String, String> facts) {
        return !hashes(facts).isEmpty();
    }

    private static Map<String, String> hashes(Map<String, String> facts) {
        Map<String, String> hashes = new TreeMap<>();
        facts.forEach((name, fact) -> hash(name, fact).ifPresent(hash -> hashes.put(name, hash)));
        return hashes;
    }

    private static Optional<String> hash(String name, String fact) {
        if (name.endsWith(HASH)) {
            return Optional.of(fact);
        }
        Matcher file = HASHED_FILE.matcher(fact);
        return file.matches() ? Optional.of(file.group(1)) : Optional.empty();
    }
}
