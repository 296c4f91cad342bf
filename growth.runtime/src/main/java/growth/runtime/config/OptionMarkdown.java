package growth.runtime.config;

import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Declared options as tables in Markdown, of which every viewer shows the same: no pipe, star or bracket in a cell means anything. */
public final class OptionMarkdown {
    /** Marks an empty cell. */
    static final String NOTHING = "–";

    private final Map<String, String> values;

    /** @param values by dotted path, what may be written for options of which that is not known from their declarations, in Markdown */
    public OptionMarkdown(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Returns a table with a row for each option and for all that is nested in it, by dotted paths.
     *
     * @param specs  the options
     * @param prefix what their names are behind, e.g. {@code training.}; empty at the top
     */
    public String table(List<OptionSpec> specs, String prefix) {
        List<String> rows = new ArrayList<>(List.of("| key | value | default | meaning |", "|---|---|---|---|"));
        specs.forEach(spec -> collect(spec, prefix, rows));
        return String.join("\n", rows) + "\n";
    }

    private void collect(OptionSpec spec, String prefix, List<String> rows) {
        String path = prefix + spec.name();
        String value = Optional.ofNullable(values.get(path)).orElseGet(() -> value(spec));
        rows.add(row(code(path), value, byDefault(spec), text(spec.description())));
        String inner = path + (spec.type() == OptionType.GROUPS ? "[]." : ".");
        spec.nested().forEach(nested -> collect(nested, inner, rows));
    }

    private static String value(OptionSpec spec) {
        if (!spec.choices().isEmpty()) {
            return spec.choices().stream().map(OptionMarkdown::code).collect(Collectors.joining(", "));
        }
        String each = spec.type() == OptionType.NUMBERS ? ", each " : ", ";
        String files = spec.files() ? spec.type() == OptionType.TEXT ? " (path)" : " (paths)" : "";
        return spec.valueWords() + files + spec.range().map(range -> each + words(range)).orElse("");
    }

    /** Returns the range. The largest 32-bit number is not worth a word; a larger limit is. */
    private static String words(Range range) {
        if (range.from() == Long.MIN_VALUE && range.to() == Long.MAX_VALUE) {
            return "of at most 64 bits";
        }
        return (range.to() == Integer.MAX_VALUE && range.fromIncluded() ? Range.atLeast(range.from()) : range).toString();
    }

    private static String byDefault(OptionSpec spec) {
        if (spec.required()) {
            return "required";
        }
        return spec.type() == OptionType.GROUP ? NOTHING : spec.defaultValue().map(OptionMarkdown::code).orElse(NOTHING);
    }

    /** Returns a row of a table; what is in the cells is Markdown already. */
    public static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /** Returns a text of which nothing means anything in Markdown, in one line. */
    public static String text(String plain) {
        return plain.strip().replaceAll("\\s+", " ").replaceAll("[\\\\`*_~<\\[|&]", "\\\\$0");
    }

    /** Returns the same as a sentence of its own. */
    public static String sentence(String plain) {
        String text = text(plain);
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1)
                + (text.matches(".*[.!?]") ? "" : ".");
    }

    /** Returns a text as it is written in files, in one line; also within tables. */
    public static String code(String written) {
        String line = written.replaceAll("\\s+", " ").replace("|", "\\|");
        return line.contains("`") ? "`` " + line + " ``" : "`" + line + "`";
    }
}
