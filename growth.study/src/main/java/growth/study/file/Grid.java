package growth.study.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of run files and the values that each of them takes.
 *
 * @param lines one setting each; none: nothing is varied
 */
public record Grid(List<Line> lines) {
    /** Nothing is varied. */
    public static final Grid NONE = new Grid(List.of());

    public Grid {
        lines = List.copyOf(lines);
    }

    /**
     * A setting and its values.
     *
     * @param path   dotted path in run files, e.g. {@code training.optimizer.lr}
     * @param values at least two, as YAML in one line
     * @param place  {@code file:line}
     */
    public record Line(String path, List<String> values, String place) {
        public Line {
            values = List.copyOf(values);
        }
    }

    /** Returns every combination of values, path → value; the last setting changes fastest. Without settings there is one, empty. */
    public List<Map<String, String>> combinations() {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Line line : lines) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> combination : combinations) {
                for (String value : line.values()) {
                    Map<String, String> one = new LinkedHashMap<>(combination);
                    one.put(line.path(), value);
                    longer.add(one);
                }
            }
            combinations = longer;
        }
        return combinations;
    }
}
