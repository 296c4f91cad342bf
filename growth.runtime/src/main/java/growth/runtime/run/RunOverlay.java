package growth.runtime.run;

import growth.runtime.config.KindShorthand;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.engine.EngineChoice;
import java.util.ArrayList;
import java.util.List;

/**
 * Part of a run file laid over another one. Groups are laid over groups key by key; any other value takes the place of the old one;
 * {@code null} takes a key out. A group written by its kind alone is a group. Where data, schedule, operator or engine are of another
 * kind than before, their group replaces the old one: its options were those of another plug-in. Everything keeps the place where it was
 * written.
 */
public final class RunOverlay {
    private RunOverlay() {
    }

    /**
     * Returns the document that the two make.
     *
     * @param base the keys of a run file
     * @param over part of a run file
     */
    public static Mapping of(Mapping base, Mapping over) {
        return lay(EngineKeys.moved(base), EngineKeys.moved(over), List.of());
    }

    private static Mapping lay(Mapping base, Mapping over, List<String> path) {
        Mapping laid = base;
        for (var written : over.entries().entrySet()) {
            String key = written.getKey();
            Entry entry = written.getValue();
            Entry old = laid.entries().get(key);
            if (entry.value() instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NULL) {
                // A key that is not there stays empty, which is an error where the run is read; growth may be left out of every run.
                boolean leftOut = old != null || path.isEmpty() && key.equals("growth");
                laid = leftOut ? laid.without(key) : laid.with(key, entry);
            } else {
                List<String> inner = new ArrayList<>(path);
                inner.add(key);
                laid = laid.with(key, old == null ? entry : new Entry(entry.place(), over(old.value(), entry.value(), inner)));
            }
        }
        return laid;
    }

    private static YamlValue over(YamlValue old, YamlValue value, List<String> path) {
        boolean slot = PluginSlot.at(path).isPresent() || path.equals(List.of(EngineChoice.SECTION));
        // A word over a group with a kind, or a group over such a word, is the short form of a group.
        YamlValue below = slot || value instanceof Mapping ? KindShorthand.expand(old) : old;
        YamlValue above = slot || below instanceof Mapping group && group.entries().containsKey(KindShorthand.KIND)
                ? KindShorthand.expand(value) : value;
        if (!(below instanceof Mapping group) || !(above instanceof Mapping part)) {
            return value;
        }
        boolean another = slot && kind(part) != null && !kind(part).equals(kind(group));
        return another ? part : lay(group, part, path);
    }

    private static String kind(Mapping group) {
        Entry kind = group.entries().get(KindShorthand.KIND);
        return kind != null && kind.value() instanceof Scalar scalar ? scalar.text() : null;
    }
}
