package growth.runtime.config;

import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import java.util.Map;
import java.util.TreeMap;

/** A document as a flat list: dotted path → value, with list items as {@code path[0]}, for every value that is no group. */
public final class DottedValues {
    private DottedValues() {
    }

    /**
     * Returns the values, sorted by path.
     *
     * @param file name of the document, for errors
     * @param text the document
     * @throws growth.api.GrowthException (CONFIGURATION) if it is not YAML
     */
    public static Map<String, String> of(String file, String text) {
        Map<String, String> values = new TreeMap<>();
        collect("", YamlReader.document(file, text), values);
        return values;
    }

    private static void collect(String path, YamlValue value, Map<String, String> values) {
        if (value instanceof Mapping mapping) {
            mapping.entries().forEach((key, entry) -> collect(path.isEmpty() ? key : path + "." + key, entry.value(), values));
        } else if (value instanceof Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                collect(path + "[" + i + "]", sequence.items().get(i), values);
            }
        } else {
            values.put(path, ((Scalar) value).text());
        }
    }
}
