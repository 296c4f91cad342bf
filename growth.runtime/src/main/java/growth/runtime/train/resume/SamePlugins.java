package growth.runtime.train.resume;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.training.PluginOrigin;
import growth.runtime.plugins.PluginKind;
import growth.runtime.prepare.PinnedPlugins;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Checks by hash that a resumed run gets the plug-ins that it had before. Other code would take other steps. */
public final class SamePlugins {
    private SamePlugins() {
    }

    /** Returns whether a run whose growth is over does without that plug-in. */
    public static boolean growsOnly(String plugin) {
        return Stream.of(PluginKind.SCHEDULE, PluginKind.OPERATOR).anyMatch(kind -> plugin.startsWith(PinnedPlugins.key(kind, "")));
    }

    /**
     * Returns lines about those that are others.
     *
     * @param file   where the plug-ins that the run had are written down
     * @param before what the run had: kind and name → which code
     * @param now    what it gets now; what it no longer needs is left out
     * @param accept which are taken all the same when they are others
     * @throws GrowthException (MISSING_PLUGIN) that names those whose hashes differ, unless they are accepted
     */
    public static List<String> require(String file, Map<String, PluginOrigin> before, Map<String, PluginOrigin> now,
            Predicate<String> accept) {
        List<String> told = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        new TreeMap<>(now).forEach((plugin, is) -> {
            PluginOrigin was = before.getOrDefault(plugin, is);
            boolean hashed = !was.sha256().isEmpty() && !is.sha256().isEmpty();
            if (hashed && !was.sha256().equals(is.sha256())) {
                (accept.test(plugin) ? told : refused).add(plugin + " was " + was.words() + ", and " + is.words() + " is installed");
            } else if (!was.name().equals(is.name())) {
                told.add(plugin + " was " + was.name() + ", and " + is.name() + " is installed");
            }
        });
        if (!refused.isEmpty()) {
            throw new GrowthException(Kind.MISSING_PLUGIN, file + ": the run was trained with other plug-ins: " + String.join("; ", refused)
                    + "; install those again, or continue with what is installed: --resume --changed-plugins");
        }
        return told;
    }
}
