package growth.data.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the texts of a file are stored. */
public enum TextLayout {
    /** The file is the text. */
    TEXT,
    /** JSON records with a field that is text. */
    JSONL(".jsonl", ".ndjson", ".jsonlines", ".json"),
    /** A Parquet table with a column that is text. */
    PARQUET(".parquet", ".pq");

    private static final List<String> TABLES = List.of(".csv", ".tsv");
    private static final int ENOUGH = 3;
    private final List<String> endings;

    TextLayout(String... endings) {
        this.endings = List.of(endings);
    }

    /**
     * Returns the layout that is assumed if none is given.
     *
     * @param name  of the file
     * @param start its first bytes, unpacked
     */
    static TextLayout of(String name, FileStart start) {
        String bare = Packing.bareName(name.toLowerCase(Locale.ROOT));
        if (FileKind.of(start).filter(kind -> kind == FileKind.PARQUET).isPresent() || PARQUET.names(bare)) {
            return PARQUET;
        }
        return JSONL.names(bare) ? JSONL : TEXT;
    }

    private boolean names(String bare) {
        return endings.stream().anyMatch(bare::endsWith);
    }

    /**
     * Returns a warning if the file looks like something else.
     *
     * @param name  of a file that is read as text
     * @param start its first bytes, unpacked
     */
    static Optional<String> doubt(String name, FileStart start) {
        List<String> lines = start.text().lines().limit(ENOUGH + 1).toList();
        if (!lines.isEmpty() && isRecord(lines.get(0))) {
            return Optional.of("warning: " + name + ": begins like JSON Lines, but is read as text, with braces and names; name it"
                    + " .jsonl, or write format: jsonl, if a field of it is meant");
        }
        for (char separator : new char[] {',', '\t', ';'}) {
            if (isTable(name, lines, separator)) {
                return Optional.of("warning: " + name + ": begins like a table (" + (separator == '\t' ? "TSV" : "CSV") + "), but is read"
                        + " as text, with separators and all columns; write the column that is meant as JSON Lines or Parquet");
            }
        }
        return Optional.empty();
    }

    private static boolean isRecord(String line) {
        if (!line.strip().startsWith("{")) {
            return false;
        }
        try {
            return new ObjectMapper().readTree(line).isObject();
        } catch (JsonProcessingException e) {
            // A long record is cut off; its beginning tells enough.
            return line.strip().matches("(?s)\\{\\s*\"[^\"\\\\]{1,100}\"\\s*:.*") && line.length() > FileStart.LENGTH / 2;
        }
    }

    /** A heading of names, and then as many values in lines. */
    private static boolean isTable(String name, List<String> lines, char separator) {
        if (lines.size() <= ENOUGH && TABLES.stream().noneMatch(Packing.bareName(name)::endsWith) || lines.size() < 2) {
            return false;
        }
        long columns = count(lines.get(0), separator);
        String word = "\"?[A-Za-z_][A-Za-z0-9_.-]*( [A-Za-z0-9_.-]+){0,3}\"?";
        return columns > 0 && Arrays.stream(lines.get(0).split(Pattern.quote(String.valueOf(separator)), -1))
                .allMatch(cell -> cell.matches(word))
                && lines.stream().skip(1).limit(ENOUGH - 1).allMatch(line -> count(line, separator) == columns);
    }

    /** Separators outside quotation marks. */
    private static long count(String line, char separator) {
        long count = 0;
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            quoted ^= c == '"';
            count += c == separator && !quoted ? 1 : 0;
        }
        return count;
    }
}
