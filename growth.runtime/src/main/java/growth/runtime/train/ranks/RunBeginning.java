package growth.runtime.train.ranks;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.training.PluginOrigin;
import growth.runtime.checkpoint.RunState;
import growth.runtime.config.DottedValues;
import growth.runtime.folder.SameData;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.run.RunFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What rank 0 tells the others of a run that begins or goes on.
 *
 * @param folder     the run folder
 * @param checkpoint what it goes on from; empty: from the beginning
 * @param state      the run's state
 * @param over       whether the run is finished already, so that there is nothing to do
 * @param parts      what all ranks have to have
 */
public record RunBeginning(String folder, Optional<String> checkpoint, RunState state, boolean over, Parts parts) {
    /** What may differ from rank to rank: how a rank computes, and what rank 0 alone does. Where files lie is told by their hashes. */
    private static final Set<String> OWN = Set.of("name", "base", "engine.device", "engine.library");
    private static final Set<String> OF_RANK_ZERO = Set.of("training.workers", "checkpoint.", "record.", "evaluate.suites");
    private static final Pattern ITEM = Pattern.compile("\\[\\d+]$");

    /**
     * The parts of a run.
     *
     * @param values  its values by dotted path
     * @param data    facts about its data
     * @param plugins what it uses → which code it is
     */
    public record Parts(Map<String, String> values, Map<String, String> data, Map<String, PluginOrigin> plugins) {
        static Parts of(PreparedRun run) {
            return new Parts(shared(run.run()), run.data().facts(), run.plugins().origins());
        }
    }

    /**
     * Makes what is told of a run that trains.
     *
     * @param checkpoint what it goes on from
     */
    public static RunBeginning of(PreparedRun run, Path folder, Optional<Path> checkpoint, RunState state) {
        return new RunBeginning(folder.toString(), checkpoint.map(Path::toString), state, false, Parts.of(run));
    }

    /** Makes what is told of a run that is finished. */
    public static RunBeginning over(RunFile run, Path folder, Path checkpoint, RunState state) {
        return new RunBeginning(folder.toString(), Optional.of(checkpoint.toString()), state, true,
                new Parts(shared(run), Map.of(), Map.of()));
    }

    private static Map<String, String> shared(RunFile run) {
        Map<String, String> values = new TreeMap<>(DottedValues.of(run.file().toString(), run.resolved()));
        values.keySet().removeIf(path -> OWN.contains(path) || OF_RANK_ZERO.stream().anyMatch(path::startsWith)
                || run.files().contains(ITEM.matcher(path).replaceAll("")));
        return values;
    }

    /**
     * Checks that this rank's run file says the same as that of rank 0.
     *
     * @throws GrowthException (CONFIGURATION) that names the first value which differs
     */
    public void requireSame(RunFile run, int rank) {
        Map<String, String> own = shared(run);
        Set<String> paths = new TreeSet<>(own.keySet());
        paths.addAll(parts.values.keySet());
        for (String path : paths) {
            if (!Objects.equals(own.get(path), parts.values.get(path))) {
                throw new GrowthException(Kind.CONFIGURATION, run.file() + ": " + path + " is " + shown(own.get(path)) + " on rank " + rank
                        + ", but " + shown(parts.values.get(path)) + " on rank 0; start all ranks with the same run file and --set");
            }
        }
    }

    private static String shown(String value) {
        return value == null ? "not given" : value;
    }

    /**
     * Checks that this rank has the same data and plug-ins as rank 0.
     *
     * @throws GrowthException (DATA, MISSING_PLUGIN) that names what differs, with both
     */
    public void requireSame(PreparedRun run, int rank) {
        Map<String, String> own = run.data().facts();
        SameData.difference(parts.data, own).ifPresent(name -> {
            throw new GrowthException(Kind.DATA, run.run().file() + ": the data of rank " + rank + " are not those of rank 0: " + name
                    + " is " + own.getOrDefault(name, "none") + ", not " + parts.data.get(name) + "; give all ranks the same files");
        });
        List<String> others = new ArrayList<>();
        new TreeMap<>(run.plugins().origins()).forEach((plugin, here) -> {
            PluginOrigin there = parts.plugins.getOrDefault(plugin, here);
            if (!there.equals(here)) {
                others.add(plugin + " is " + here.words() + " on rank " + rank + ", but " + there.words() + " on rank 0");
            }
        });
        if (!others.isEmpty()) {
            throw new GrowthException(Kind.MISSING_PLUGIN, run.run().file() + ": " + String.join("; ", others)
                    + "; install the same plug-ins everywhere");
        }
    }
}
