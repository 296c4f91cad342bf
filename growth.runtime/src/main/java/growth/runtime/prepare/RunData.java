package growth.runtime.prepare;

import growth.api.data.Dataset;
import growth.runtime.run.RunFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The open data of a run.
 *
 * @param dataset what it trains on and validates with
 * @param sets    further validation sets, by name, in the order of the run file; of each only its validation data are used
 */
public record RunData(Dataset dataset, Map<String, Dataset> sets) {
    private static final String VALID = "valid";

    public RunData {
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }

    /** Returns facts for the run's provenance; those of further sets by {@code evaluate.sets.NAME}. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(dataset.provenance());
        sets.forEach((name, set) -> set.provenance().forEach((fact, value) -> {
            if (fact.equals(VALID) || fact.startsWith(VALID + ".")) {
                facts.put(ValidationSets.PATH + name + fact.substring(VALID.length()), value);
            }
        }));
        return facts;
    }

    /** Returns facts of earlier data without those of sets that the run has no more. */
    public static Map<String, String> kept(Map<String, String> facts, RunFile run) {
        Set<String> names = run.evaluate().sets().map(Map::keySet).orElse(Set.of());
        Map<String, String> kept = new TreeMap<>(facts);
        kept.keySet().removeIf(fact -> fact.startsWith(ValidationSets.PATH)
                && !names.contains(fact.substring(ValidationSets.PATH.length()).split("\\.", 2)[0]));
        return kept;
    }
}
