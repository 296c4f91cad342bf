package growth.study.file;

import static growth.study.file.StudyText.refuse;

import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlWriter;
import java.util.ArrayList;
import java.util.List;

/** Reads grids: dotted paths of run files and the values that each takes. */
final class GridReader {
    private GridReader() {
    }

    /**
     * Returns the grid.
     *
     * @param group   what was written
     * @param what    what it is called in errors, e.g. {@code tuning}
     * @param example one line of such a grid
     * @param forbidden paths that the study itself sets
     */
    static Grid read(Entry group, String what, String example, Forbidden forbidden) {
        Mapping lines = StudyText.mapping(group, what, "{" + example + "}");
        if (lines.entries().isEmpty()) {
            throw refuse(group.place(), what + " is empty; name a setting and its values, e.g. " + example + ", or leave it out");
        }
        List<Grid.Line> read = new ArrayList<>();
        lines.entries().forEach((path, entry) -> {
            forbidden.check(StudyText.path(path, entry), what);
            read.add(line(path, entry, what, example));
        });
        return new Grid(read);
    }

    private static Grid.Line line(String path, Entry entry, String what, String example) {
        if (entry.value() instanceof Mapping) {
            throw refuse(entry.place(), what + "." + path + " must be a list of values, not a group; write dotted paths, e.g. " + example);
        }
        List<YamlValue> values = StudyText.items(entry, what + "." + path, example);
        if (values.size() < 2) {
            throw refuse(entry.place(), what + "." + path + " has " + (values.isEmpty() ? "no value" : "a single value")
                    + "; a grid needs two or more, and what is the same for all arms belongs into 'set'");
        }
        for (int i = 0; i < values.size(); i++) {
            YamlValue value = values.get(i);
            if (values.subList(0, i).stream().anyMatch(before -> StudyText.same(before, value))) {
                throw refuse(value.place(), what + "." + path + " has " + YamlWriter.line(value) + " twice; give each value once");
            }
        }
        return new Grid.Line(path, values.stream().map(YamlWriter::line).toList(), entry.place());
    }
}
