package growth.runtime.options;

import growth.api.GrowthException;
import growth.api.options.OptionSpec;
import growth.api.options.Options;
import growth.runtime.text.NearestName;
import growth.runtime.yaml.YamlValue.Entry;
import growth.runtime.yaml.YamlValue.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks what was written against what is declared, key by key, and turns it into values. */
public final class OptionBinder {
    private OptionBinder() {
    }

    /**
     * @param specs  the declared options
     * @param filled what was written, with {@link Defaults}
     * @param path   the group's dotted path, for errors; empty for the whole file
     * @return the values, in the order of the declaration
     * @throws GrowthException (CONFIGURATION) {@code file:line: what is wrong, what would be right}
     */
    public static Options bind(List<OptionSpec> specs, Mapping filled, String path) {
        List<String> names = specs.stream().map(OptionSpec::name).toList();
        filled.entries().forEach((key, entry) -> {
            if (!names.contains(key)) {
                throw refuse(entry.place(), unknown(key, names, path));
            }
        });
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> places = new LinkedHashMap<>();
        for (OptionSpec spec : specs) {
            Entry entry = filled.entries().get(spec.name());
            if (entry != null) {
                String inner = path.isEmpty() ? spec.name() : path + "." + spec.name();
                values.put(spec.name(), OptionValue.of(spec, entry.value(), entry.place(), inner));
                places.put(spec.name(), entry.place());
            } else if (spec.required()) {
                String group = path.isEmpty() ? "the run file" : path;
                throw refuse(filled.place(), group + " needs '" + spec.name() + "' (" + spec.type().words() + "): " + spec.description());
            }
        }
        return new Options(filled.place(), values, places);
    }

    private static String unknown(String key, List<String> names, String path) {
        String hint = NearestName.hint(key, names);
        String where = path.isEmpty() ? "" : " in " + path;
        String valid = names.isEmpty() ? "; it takes no options" : "; valid keys: " + String.join(", ", names);
        return "unknown key '" + key + "'" + where + (hint.isEmpty() ? valid : hint);
    }

    static GrowthException refuse(String place, String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, place + ": " + message);
    }
}
