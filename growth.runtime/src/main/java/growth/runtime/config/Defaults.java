package growth.runtime.config;

import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fills in defaults. */
public final class Defaults {
    private Defaults() {
    }

    /**
     * Returns the same with every default, in the order of the declaration; keys that are not declared come last, for {@link OptionBinder}
     * to refuse.
     *
     * @param specs   the declared options
     * @param written what was written
     */
    public static Mapping fill(List<OptionSpec> specs, Mapping written) {
        Map<String, Entry> filled = new LinkedHashMap<>();
        for (OptionSpec spec : specs) {
            Entry entry = written.entries().get(spec.name());
            if (entry == null && spec.defaultValue().isPresent()) {
                entry = new Entry(written.place(), YamlReader.value(written.place(), spec.defaultValue().get()));
            }
            if (entry != null) {
                filled.put(spec.name(), new Entry(entry.place(), within(spec, entry.value())));
            }
        }
        written.entries().forEach(filled::putIfAbsent);
        return new Mapping(written.place(), filled);
    }

    private static YamlValue within(OptionSpec spec, YamlValue written) {
        YamlValue value = spec.type() == OptionType.GROUP && spec.nested().stream().anyMatch(o -> o.name().equals(KindShorthand.KIND))
                ? KindShorthand.expand(written) : written;
        if (spec.type() == OptionType.GROUP && value instanceof Mapping mapping) {
            return fill(spec.nested(), mapping);
        }
        if (spec.type() == OptionType.GROUPS && value instanceof Sequence sequence) {
            return new Sequence(sequence.place(), sequence.items().stream().map(item -> group(spec, item)).toList());
        }
        return value;
    }

    private static YamlValue group(OptionSpec spec, YamlValue item) {
        return item instanceof Mapping mapping ? fill(spec.nested(), mapping) : item;
    }
}
