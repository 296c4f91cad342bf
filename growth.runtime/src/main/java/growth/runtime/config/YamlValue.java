package growth.runtime.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** A value of a YAML document and the place it was written at, {@code file:line}. */
@ProviderType
public sealed interface YamlValue {
    /** Returns {@code file:line}. */
    String place();

    /** Returns a description of the value for errors. */
    String words();

    /**
     * A scalar.
     *
     * @param place where
     * @param kind  what it is by YAML 1.2's core schema
     * @param text  as written, without quotes
     */
    record Scalar(String place, Kind kind, String text) implements YamlValue {
        /** What a scalar is. */
        public enum Kind { TEXT, INTEGER, NUMBER, FLAG, NULL }

        @Override
        public String words() {
            return kind == Kind.NULL ? "empty" : "'" + text + "'";
        }
    }

    /**
     * A list.
     *
     * @param place where
     * @param items its items
     */
    record Sequence(String place, List<YamlValue> items) implements YamlValue {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String words() {
            return "a list";
        }
    }

    /**
     * A group of keys.
     *
     * @param place   where
     * @param entries key → value, in the order written
     */
    record Mapping(String place, Map<String, Entry> entries) implements YamlValue {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String words() {
            return "a group of keys";
        }

        /** Returns this group with one more or another value, in its old position or at the end. */
        public Mapping with(String key, Entry entry) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.put(key, entry);
            return new Mapping(place, changed);
        }

        /** Returns this group without that key. */
        public Mapping without(String key) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.remove(key);
            return new Mapping(place, changed);
        }
    }

    /**
     * A key's value.
     *
     * @param place where the key stands
     * @param value the value
     */
    record Entry(String place, YamlValue value) {
    }
}
