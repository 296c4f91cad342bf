package growth.runtime.run;

import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Handles options of plug-ins that are not installed: they cannot be checked, so they are excluded from binding and stay as written. */
final class AbsentOptions {
    private AbsentOptions() {
    }

    /** Returns the file with nothing but the {@code kind} in the groups of those slots. */
    static Mapping without(Mapping file, Set<PluginSlot> absent) {
        Mapping stripped = file;
        for (PluginSlot slot : absent) {
            Mapping group = (Mapping) at(stripped, slot.path());
            Mapping kind = new Mapping(group.place(), Map.of(PluginSlot.KIND, group.entries().get(PluginSlot.KIND)));
            stripped = with(stripped, slot.path(), kind);
        }
        return stripped;
    }

    /** Returns the file with the groups of those slots as they were written. */
    static Mapping restored(Mapping file, Mapping written, Set<PluginSlot> absent) {
        Mapping restored = file;
        for (PluginSlot slot : absent) {
            restored = with(restored, slot.path(), at(written, slot.path()));
        }
        return restored;
    }

    private static YamlValue at(Mapping file, List<String> path) {
        YamlValue value = file;
        for (String key : path) {
            value = ((Mapping) value).entries().get(key).value();
        }
        return value;
    }

    private static Mapping with(Mapping file, List<String> path, YamlValue value) {
        Entry old = file.entries().get(path.get(0));
        YamlValue inner = path.size() == 1 ? value : with((Mapping) old.value(), path.subList(1, path.size()), value);
        return file.with(path.get(0), new Entry(old.place(), inner));
    }
}
