package growth.runtime.config;

import growth.api.GrowthException;
import growth.api.options.GivenOptions;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks the written keys one by one against the declaration and converts them to values. */
public final class OptionBinder {
    private OptionBinder() {
    }

    /**
     * Returns the values, in the order of the declaration.
     *
     * @param specs  the declared options
     * @param filled what was written, with {@link Defaults}
     * @param path   the group's dotted path, for errors; empty for the whole file
     * @throws GrowthException (CONFIGURATION) {@code file:line: what is wrong, what would be right}
     */
    public static GivenOptions bind(List<OptionSpec> specs, Mapping filled, String path) {
        return bind(specs, filled, path, OptionNames.of("the run file", specs));
    }

    /**
     * Returns the values of a whole file, in the order of the declaration.
     *
     * @param specs  the declared options
     * @param filled what was written, with {@link Defaults}
     * @param whole  what the file is called in errors, e.g. {@code the study file}
     * @throws GrowthException (CONFIGURATION) {@code file:line: what is wrong, what would be right}
     */
    public static GivenOptions bindFile(List<OptionSpec> specs, Mapping filled, String whole) {
        return bind(specs, filled, "", OptionNames.of(whole, specs));
    }

    /** @param all what the whole file can have, for errors */
    static GivenOptions bind(List<OptionSpec> specs, Mapping filled, String path, OptionNames all) {
        List<String> valid = specs.stream().map(OptionSpec::name).toList();
        filled.entries().forEach((key, entry) -> {
            if (!valid.contains(key)) {
                throw refuse(entry.place(), all.unknown(key, entry.value(), valid, path));
            }
        });
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> places = new LinkedHashMap<>();
        for (OptionSpec spec : specs) {
            Entry entry = filled.entries().get(spec.name());
            if (entry != null) {
                String inner = path.isEmpty() ? spec.name() : path + "." + spec.name();
                values.put(spec.name(), OptionValue.of(spec, entry.value(), entry.place(), inner, all));
                places.put(spec.name(), entry.place());
                if (spec.type() == OptionType.TEXTS_BY_NAME && entry.value() instanceof Mapping names) {
                    names.entries().forEach((name, text) -> places.put(spec.name() + "." + name, text.place()));
                }
            } else if (spec.required()) {
                String group = path.isEmpty() ? all.whole() : path;
                throw refuse(filled.place(), group + " needs '" + spec.name() + "' (" + spec.type().words() + "): " + spec.description());
            }
        }
        return new GivenOptions(path.isEmpty() ? all.whole() : path, filled.place(), values, places);
    }

    static GrowthException refuse(String place, String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, place + ": " + message);
    }
}
