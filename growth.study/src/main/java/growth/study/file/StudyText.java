package growth.study.file;

import growth.api.GrowthException;
import growth.runtime.config.KindShorthand;
import growth.runtime.config.NearestName;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small readings of YAML that study files need, with their refusals. */
final class StudyText {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private StudyText() {
    }

    static GrowthException refuse(String place, String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message).at(place);
    }

    /** Returns the value of a group. */
    static Optional<Entry> entry(Mapping group, String key) {
        return Optional.ofNullable(group.entries().get(key));
    }

    /** Returns the value at the end of a dotted path, if there is one. */
    static Optional<YamlValue> at(Mapping document, String path) {
        YamlValue value = document;
        for (String key : path.split("\\.")) {
            value = key.equals(KindShorthand.KIND) ? KindShorthand.expand(value) : value;
            if (!(value instanceof Mapping group) || !group.entries().containsKey(key)) {
                return Optional.empty();
            }
            value = group.entries().get(key).value();
        }
        return Optional.of(value);
    }

    /** Returns a document that has nothing but that value at the end of a dotted path. */
    static Mapping path(String path, Entry last) {
        String[] keys = path.split("\\.");
        Entry inner = last;
        for (int i = keys.length - 1; i > 0; i--) {
            inner = new Entry(last.place(), new Mapping(last.place(), Map.of(keys[i], inner)));
        }
        return new Mapping(last.place(), Map.of(keys[0], inner));
    }

    /** Returns a group of keys, or refuses with what would be right. */
    static Mapping mapping(Entry entry, String what, String example) {
        if (entry.value() instanceof Mapping mapping) {
            return mapping;
        }
        throw refuse(entry.place(), what + " must be a group of keys, not " + entry.value().words() + "; write for instance " + example);
    }

    /** Returns a list's items, or refuses with what would be right. */
    static List<YamlValue> items(Entry entry, String what, String example) {
        if (entry.value() instanceof Sequence sequence) {
            return sequence.items();
        }
        throw refuse(entry.place(), what + " must be a list, not " + entry.value().words() + "; write for instance " + example);
    }

    /** Returns a name that can name a folder. */
    static String name(String what, String written, String place) {
        if (!written.matches(NAME)) {
            throw refuse(place, "the name '" + written + "' of " + what + " names a folder: use letters, digits, '.', '_' and '-',"
                    + " beginning"
                    + " with a letter or digit");
        }
        return written;
    }

    /** Refuses keys that a group does not have. */
    static void only(Mapping group, List<String> keys, String what) {
        group.entries().forEach((key, entry) -> {
            if (!keys.contains(key)) {
                String hint = NearestName.hint(key, keys);
                throw refuse(entry.place(), "unknown key '" + key + "' in " + what
                        + (hint.isEmpty() ? "; valid keys: " + String.join(", ", keys) : hint));
            }
        });
    }

    static boolean isNull(YamlValue value) {
        return value instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NULL;
    }

    /** Returns whether two values mean the same, wherever they stand: {@code 10%} is {@code 0.1}, and {@code 1e-3} is {@code 0.001}. */
    static boolean same(YamlValue a, YamlValue b) {
        if (a instanceof Scalar one && b instanceof Scalar other) {
            return one.text().equals(other.text()) || number(one).filter(x -> number(other).filter(y -> x.compareTo(y) == 0).isPresent())
                    .isPresent();
        }
        if (a instanceof Sequence one && b instanceof Sequence other) {
            Iterator<YamlValue> others = other.items().iterator();
            return one.items().size() == other.items().size() && one.items().stream().allMatch(item -> same(item, others.next()));
        }
        return a instanceof Mapping one && b instanceof Mapping other && one.entries().keySet().equals(other.entries().keySet())
                && one.entries().keySet().stream().allMatch(key -> same(one.entries().get(key).value(), other.entries().get(key).value()));
    }

    private static Optional<BigDecimal> number(Scalar scalar) {
        boolean percent = scalar.text().endsWith("%");
        try {
            BigDecimal number = new BigDecimal(percent ? scalar.text().substring(0, scalar.text().length() - 1) : scalar.text());
            return Optional.of(percent ? number.movePointLeft(2) : number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
