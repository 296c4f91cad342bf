package growth.runtime.loop;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.runtime.folder.RunFolder;
import growth.runtime.run.RunFile;
import growth.runtime.yaml.YamlReader;
import growth.runtime.yaml.YamlValue;
import growth.runtime.yaml.YamlValue.Mapping;
import growth.runtime.yaml.YamlValue.Scalar;
import growth.runtime.yaml.YamlValue.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What may change when a run goes on: its name, where it and its files are kept, how long it is, and when it evaluates and saves. Everything
 * else would make it another run, whose steps no run file describes, and is refused. (A longer duration moves whatever is written as a share of the
 * run, the end of the learning-rate schedule first of all.)
 */
final class RunResumption {
    private static final Set<String> FREE = Set.of("name", "base", "training.duration");
    private static final Set<String> FREE_SECTIONS = Set.of("evaluate.", "checkpoint.");
    /** An item of a list, at the end of a path. */
    private static final Pattern ITEM = Pattern.compile("\\[\\d+]$");

    private RunResumption() {
    }

    /**
     * @return dotted paths of the values that name other files than before, whose contents must turn out to be the same
     * @throws GrowthException (CONFIGURATION) that names the first other value in which the run differs from the one in the folder
     */
    static Set<String> requireSame(RunFile run, RunFolder folder) {
        Map<String, String> now = values(run.file().toString(), run.resolved());
        Map<String, String> then = values(folder.runFile().toString(), text(folder));
        Set<String> paths = new TreeSet<>(then.keySet());
        paths.addAll(now.keySet());
        Set<String> moved = new TreeSet<>();
        for (String path : paths) {
            if (Objects.equals(now.get(path), then.get(path))) {
                continue;
            }
            String value = ITEM.matcher(path).replaceAll("");
            if (run.files().contains(value)) {
                moved.add(value);
                continue;
            }
            boolean free = FREE.contains(path) || FREE_SECTIONS.stream().anyMatch(path::startsWith);
            if (!free) {
                throw new GrowthException(Kind.CONFIGURATION, run.file() + ": " + path + " is " + shown(now.get(path)) + ", but the run in "
                        + folder.path() + " was begun with " + shown(then.get(path))
                        + "; a resumed run may change its duration, evaluate and checkpoint only");
            }
        }
        return moved;
    }

    private static String shown(String value) {
        return value == null ? "not given" : value;
    }

    private static String text(RunFolder folder) {
        try {
            return Files.readString(folder.runFile());
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, folder.runFile() + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    /** Dotted path → value, for every value that is no group. */
    private static Map<String, String> values(String file, String text) {
        Map<String, String> values = new TreeMap<>();
        collect("", YamlReader.document(file, text), values);
        return values;
    }

    private static void collect(String path, YamlValue value, Map<String, String> values) {
        if (value instanceof Mapping mapping) {
            mapping.entries().forEach((key, entry) -> collect(path.isEmpty() ? key : path + "." + key, entry.value(), values));
        } else if (value instanceof Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                collect(path + "[" + i + "]", sequence.items().get(i), values);
            }
        } else {
            values.put(path, ((Scalar) value).text());
        }
    }
}
