package growth.study.account;

import growth.study.account.StudyRecords.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Collects what arms were made of. */
final class Configurations {
    /** What tells runs apart but not how they train. */
    static final Set<String> NAMES = Set.of("name", "seed", "base");

    private Configurations() {
    }

    /** @param chosen arm → its chosen runs, the baseline first; the first run of each speaks for it */
    static Configuration of(Map<String, List<RunRecord>> chosen) {
        Map<String, RunFacts> facts = new LinkedHashMap<>();
        chosen.forEach((arm, runs) -> runs.stream().findFirst().ifPresent(run -> facts.put(arm, run.facts())));
        Set<String> paths = new TreeSet<>();
        facts.values().forEach(f -> paths.addAll(f.settings().keySet()));
        paths.removeAll(NAMES);
        List<Configuration.Row> rows = new ArrayList<>();
        for (String path : paths) {
            Map<String, String> values = new LinkedHashMap<>();
            facts.forEach((arm, f) -> {
                if (f.settings().containsKey(path)) {
                    values.put(arm, f.settings().get(path));
                }
            });
            if (values.size() < facts.size() || values.values().stream().distinct().count() > 1) {
                rows.add(new Configuration.Row(path, values));
            }
        }
        RunFacts first = facts.values().stream().findFirst().orElse(RunFacts.NONE);
        return new Configuration(rows, first.data(), first.machine(), first.versions());
    }
}
