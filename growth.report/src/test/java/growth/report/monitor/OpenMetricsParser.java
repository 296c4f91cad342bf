package growth.report.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text format of OpenMetrics 1.0 and refuses what the specification forbids, as far as metrics without exemplars and histograms
 * go: the grammar of its lines, {@code # EOF} as the last one, metadata before samples, families that are not interleaved, names that end
 * in the unit, suffixes and values of each type, labels and samples told once.
 */
final class OpenMetricsParser {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String QUOTED = "\"((?:[^\"\\\\\\n]|\\\\[\"\\\\n])*)\"";
    private static final Pattern META = Pattern.compile("# (TYPE|UNIT|HELP) (" + NAME + ") (.*)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=" + QUOTED + "(,|$)");
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:\\{((?:[^\"}]|" + QUOTED + ")*)})? (\\S+)");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]Inf|NaN");
    private static final Map<String, String> SUFFIX = Map.of("gauge", "", "counter", "_total", "info", "_info", "stateset", "");
    private final Map<String, Family> families = new LinkedHashMap<>();
    private Family current;

    /** A family: its metadata and its samples by their labels. */
    static final class Family {
        final String name;
        final Map<String, String> meta = new HashMap<>();
        final Map<Map<String, String>, Double> samples = new LinkedHashMap<>();

        private Family(String name) {
            this.name = name;
        }

        String type() {
            return meta.getOrDefault("TYPE", "unknown");
        }
    }

    /** Returns the families by their names. */
    static Map<String, Family> parse(String text) {
        require(text.endsWith("# EOF\n") || text.endsWith("# EOF"), "no # EOF at the end");
        OpenMetricsParser parser = new OpenMetricsParser();
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        for (String line : lines.subList(0, lines.size() - 1)) {
            parser.line(line);
        }
        parser.families.values().forEach(OpenMetricsParser::check);
        return parser.families;
    }

    private void line(String line) {
        require(!line.isEmpty() && !line.equals("# EOF"), "an empty line, or # EOF before the end");
        Matcher meta = META.matcher(line);
        if (meta.matches()) {
            begin(meta.group(2));
            require(current.samples.isEmpty(), "metadata behind samples: " + line);
            require(current.meta.put(meta.group(1), meta.group(3)) == null, "told twice: " + line);
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        require(!line.startsWith("#") && sample.matches(), "neither metadata nor a sample: " + line);
        String name = sample.group(1);
        require(current != null && name.equals(current.name + SUFFIX.getOrDefault(current.type(), "?")),
                "no sample of the family before it: " + line);
        require(NUMBER.matcher(sample.group(4)).matches(), "no number: " + line);
        double value = Double.parseDouble(sample.group(4).replace("Inf", "Infinity"));
        require(current.samples.put(labels(sample.group(2)), value) == null, "told twice: " + line);
    }

    private void begin(String name) {
        if (current == null || !current.name.equals(name)) {
            require(!families.containsKey(name), "families are interleaved: " + name);
            current = new Family(name);
            families.put(name, current);
        }
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            int end = 0;
            while (label.find() && label.start() == end) {
                require(labels.put(label.group(1), unescaped(label.group(2))) == null, "a label twice: " + text);
                end = label.end();
            }
            require(end == text.length(), "no labels: " + text);
        }
        return labels;
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(c != '\\' ? c : text.charAt(++i) == 'n' ? '\n' : text.charAt(i));
        }
        return plain.toString();
    }

    private static void check(Family family) {
        String unit = family.meta.getOrDefault("UNIT", "");
        require(unit.isEmpty() || family.name.endsWith("_" + unit), family.name + " does not end in its unit " + unit);
        require(SUFFIX.containsKey(family.type()), "type " + family.type());
        require(SUFFIX.values().stream().filter(s -> !s.isEmpty()).noneMatch(family.name::endsWith), family.name + " ends in a suffix");
        family.samples.forEach((labels, value) -> {
            switch (family.type()) {
                case "counter" -> require(value >= 0 && !Double.isInfinite(value), "a counter of " + value);
                case "info" -> require(value == 1 && unit.isEmpty(), "an info of " + value);
                case "stateset" -> require((value == 0 || value == 1) && labels.containsKey(family.name) && unit.isEmpty(),
                        "a state of " + value);
                default -> {
                    // a gauge may be anything
                }
            }
        });
    }

    private static void require(boolean right, String words) {
        if (!right) {
            throw new IllegalArgumentException(words);
        }
    }
}
