package growth.runtime.config;

import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import java.util.List;
import java.util.Map;

/** Expands a group written by its kind alone: {@code operator: stack} means {@code operator: {kind: stack}}. */
public final class KindShorthand {
    /** The key that says which one of several things a group describes. */
    public static final String KIND = "kind";

    private KindShorthand() {
    }

    /** Returns the group that a text stands for where a group is wanted; anything else, and what is meant as a pair, as it is. */
    public static YamlValue expand(YamlValue value) {
        return value instanceof Scalar scalar && scalar.kind() == Scalar.Kind.TEXT && scalar.text().matches("[^\\s:=]+")
                ? new Mapping(scalar.place(), Map.of(KIND, new Entry(scalar.place(), scalar))) : value;
    }

    /**
     * Returns the document with that group written out.
     *
     * @param path the keys that lead to a group with a kind
     */
    public static Mapping expand(Mapping document, List<String> path) {
        Entry entry = document.entries().get(path.get(0));
        if (entry == null) {
            return document;
        }
        YamlValue value = entry.value();
        if (path.size() == 1) {
            value = expand(value);
        } else if (value instanceof Mapping inner) {
            value = expand(inner, path.subList(1, path.size()));
        }
        return value == entry.value() ? document : document.with(path.get(0), new Entry(entry.place(), value));
    }
}
