package growth.spark.wire;

import java.io.Serializable;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A machine, and what is installed there.
 *
 * @param host     its name
 * @param home     where growth should be there
 * @param java     its Java's version
 * @param cores    how many cores a command may use
 * @param memory   bytes that Spark promises to a command
 * @param versions bundles: symbolic name → version and digest; none if growth is not installed there
 */
public record Machine(String host, String home, String java, int cores, long memory, TreeMap<String, String> versions)
        implements Serializable {

    /** Returns in a line how an executor's machine differs in Java or bundles from this one, the driver's; empty if it does not. */
    public String difference(String executor, Machine other) {
        String where = "executor " + executor + " on " + other.host;
        if (other.versions.isEmpty()) {
            return where + " finds no growth in " + other.home
                    + "; install it there, or name its folder with --conf spark.growth.home=FOLDER";
        }
        if (!java.equals(other.java)) {
            return where + " has Java " + other.java + ", and this process has Java " + java + "; start both with the same one";
        }
        TreeSet<String> names = new TreeSet<>(versions.keySet());
        names.addAll(other.versions.keySet());
        return names.stream().filter(name -> !Objects.equals(versions.get(name), other.versions.get(name))).findFirst()
                .map(name -> where + " has " + version(name, other.versions) + ", and this process has " + version(name, versions)
                        + "; install the same growth on both")
                .orElse("");
    }

    private static String version(String name, TreeMap<String, String> versions) {
        return versions.containsKey(name) ? name + " " + versions.get(name) : "no " + name;
    }
}
