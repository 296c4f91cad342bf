package growth.study.file;

import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What arms and grids may not set, because the study sets it for all runs alike: dotted path → what to write instead. */
final class Forbidden {
    private final Map<String, String> paths = new LinkedHashMap<>();

    /** @param varies in what arms differ on purpose */
    Forbidden(Set<Difference> varies) {
        paths.put("name", "runs are named by their arm");
        paths.put("base", "paths in a study start from the study's folder");
        paths.put("checkpoint.keep", "every run of a study keeps its newest checkpoint; leave it out");
        paths.put("seed", "all arms have the same seeds; write 'seeds'");
        paths.put("training.duration", "all arms train equally long; write 'budget'");
        if (!varies.contains(Difference.HARDWARE)) {
            paths.put("training.workers", "all arms have the same workers; write 'parallel.workers', or 'varies: [hardware]' if hardware is"
                    + " what the study varies");
        }
        if (!varies.contains(Difference.EVALUATION)) {
            for (String key : List.of("every", "tokens", "images", "sets")) {
                paths.put("evaluate." + key, "all arms are evaluated alike; write 'validation." + key + "', or 'varies: [evaluation]' if"
                        + " this is what the study varies");
            }
        }
    }

    /** Returns the same, and the tuned settings besides. */
    Forbidden with(Grid tuning) {
        Forbidden more = new Forbidden(Set.of());
        more.paths.clear();
        more.paths.putAll(paths);
        tuning.lines().forEach(line -> more.paths.put(line.path(), "it is tuned, the same for every arm (" + line.place()
                + "); leave one of them out"));
        return more;
    }

    /**
     * Checks part of a run file.
     *
     * @param part as written
     * @param what whose it is, e.g. {@code variant stack}
     * @throws growth.api.GrowthException (CONFIGURATION) with the place
     */
    void check(Mapping part, String what) {
        paths.forEach((path, instead) -> StudyText.at(part, path).ifPresent(value -> {
            throw StudyText.refuse(place(part, path, value), what + " sets " + path + "; " + instead);
        }));
    }

    /** Returns where the last key of the path stands. */
    private static String place(Mapping part, String path, YamlValue value) {
        int dot = path.lastIndexOf('.');
        Mapping group = dot < 0 ? part : (Mapping) StudyText.at(part, path.substring(0, dot)).orElseThrow();
        return StudyText.entry(group, path.substring(dot + 1)).map(Entry::place).orElse(value.place());
    }
}
