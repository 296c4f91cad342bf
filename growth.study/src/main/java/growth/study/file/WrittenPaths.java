package growth.study.file;

import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Paths of files in run files: those in the base run start from its folder, those in the study file from the study's.
 *
 * @param source where the study was read from
 */
record WrittenPaths(Study.Source source) {

    /**
     * Returns the run with absolute paths where the study file wrote them.
     *
     * @param run   the keys of a run file whose paths start from the base run's folder
     * @param files dotted paths of the values that name files
     */
    Mapping absolute(Mapping run, Set<String> files) {
        String base = source.base().label() + ":";
        return change(run, files, scalar -> scalar.place().startsWith(base) && !source.base().label().equals(source.file().toString())
                ? scalar.text() : source.folder().resolve(scalar.text()).normalize().toString());
    }

    /** Returns the base run with absolute paths only. */
    Mapping absoluteBase(Set<String> files) {
        return change(source.base().run(), files, scalar -> source.base().folder().resolve(scalar.text()).normalize().toString());
    }

    private static Mapping change(Mapping run, Set<String> files, Function<Scalar, String> path) {
        Mapping changed = run;
        for (String file : files) {
            changed = (Mapping) change(changed, List.of(file.split("\\.")), path);
        }
        return changed;
    }

    private static YamlValue change(YamlValue value, List<String> keys, Function<Scalar, String> path) {
        if (value instanceof Sequence sequence) {
            return new Sequence(sequence.place(), sequence.items().stream().map(item -> change(item, keys, path)).toList());
        }
        if (keys.isEmpty() && value instanceof Mapping names) {
            Mapping changed = names;
            for (Map.Entry<String, Entry> named : names.entries().entrySet()) {
                changed = changed.with(named.getKey(), new Entry(named.getValue().place(), change(named.getValue().value(), keys, path)));
            }
            return changed;
        }
        if (keys.isEmpty()) {
            return value instanceof Scalar scalar && scalar.kind() == Scalar.Kind.TEXT
                    ? new Scalar(scalar.place(), scalar.kind(), path.apply(scalar)) : value;
        }
        if (!(value instanceof Mapping group) || !group.entries().containsKey(keys.get(0))) {
            return value;
        }
        Entry entry = group.entries().get(keys.get(0));
        YamlValue inner = change(entry.value(), keys.subList(1, keys.size()), path);
        return inner.equals(entry.value()) ? group : group.with(keys.get(0), new Entry(entry.place(), inner));
    }
}
