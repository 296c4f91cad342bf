package growth.runtime.config;

import growth.api.GrowthException;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code path=value} pairs laid over a document: {@code training.batch=8}, {@code growth.schedule.stages.0.at=20%}. The path's parts are
 * keys, or numbers of list items from 0; groups on the way are made where they are missing. The value is YAML; {@code null} takes the key
 * out.
 */
public final class Overrides {
    private Overrides() {
    }

    /**
     * @param document what was read
     * @param pairs    the overrides, later ones over earlier ones
     * @param option   how the places of overridden values begin, e.g. {@code --set}
     * @return the document with the overrides
     * @throws GrowthException (CONFIGURATION) that says which pair is wrong
     */
    public static Mapping apply(Mapping document, List<String> pairs, String option) {
        Mapping changed = document;
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String path = equals < 0 ? "" : pair.substring(0, equals).trim();
            if (path.isEmpty() || List.of(path.split("\\.", -1)).contains("")) {
                throw new GrowthException(GrowthException.Kind.CONFIGURATION,
                        option + " " + pair + ": write path=value, e.g. " + option + " training.batch=8");
            }
            String place = option + " " + path;
            YamlValue value = YamlReader.value(place, pair.substring(equals + 1).trim());
            changed = (Mapping) set(changed, List.of(path.split("\\.")), value, place);
        }
        return changed;
    }

    private static YamlValue set(YamlValue container, List<String> path, YamlValue value, String place) {
        String key = path.get(0);
        List<String> rest = path.subList(1, path.size());
        if (container instanceof Sequence sequence) {
            List<YamlValue> items = new ArrayList<>(sequence.items());
            if (!key.matches("[0-9]{1,6}") || Integer.parseInt(key) >= items.size()) {
                throw new GrowthException(GrowthException.Kind.CONFIGURATION,
                        place + ": '" + key + "' is not an item of a list of " + items.size() + "; items are counted from 0");
            }
            int index = Integer.parseInt(key);
            items.set(index, rest.isEmpty() ? value : set(items.get(index), rest, value, place));
            return new Sequence(sequence.place(), items);
        }
        if (!(KindShorthand.expand(container) instanceof Mapping mapping)) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, place + ": there is nothing to set below " + container.words());
        }
        if (rest.isEmpty()) {
            boolean remove = value instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NULL;
            return remove ? mapping.without(key) : mapping.with(key, new Entry(place, value));
        }
        Entry inner = mapping.entries().getOrDefault(key, new Entry(place, new Mapping(place, Map.of())));
        return mapping.with(key, new Entry(inner.place(), set(inner.value(), rest, value, place)));
    }

    /** Returns an empty document at a place, to lay overrides over. */
    public static Mapping empty(String place) {
        return new Mapping(place, new LinkedHashMap<>());
    }
}
