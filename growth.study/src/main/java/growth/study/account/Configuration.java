package growth.study.account;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the arms were made of.
 *
 * @param differences settings of the run files that are not the same in all arms
 * @param data        facts about the data, hashes among them
 * @param machine     what the runs ran on
 * @param versions    of everything installed
 */
public record Configuration(List<Row> differences, Map<String, String> data, Map<String, String> machine, Map<String, String> versions) {
    public Configuration {
        differences = List.copyOf(differences);
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        machine = Collections.unmodifiableMap(new LinkedHashMap<>(machine));
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    }

    /**
     * @param path   of the setting
     * @param values arm → value; arms without it are left out
     */
    public record Row(String path, Map<String, String> values) {
        public Row {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }
}
