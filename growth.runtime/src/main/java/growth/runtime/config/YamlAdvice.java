package growth.runtime.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the probable error in an unreadable document and the correct line. A parser sees most slips one line late, so the
 * lines before the failure are looked at too.
 */
public final class YamlAdvice {
    private static final int LINES_BACK = 3;
    private static final String KEY = "([A-Za-z][A-Za-z0-9_-]*)";
    private static final Pattern NO_COLON = Pattern.compile("\\s*" + KEY + "\\s+([^\\s:=#][^:#]*?)\\s*(#.*)?");
    private static final Pattern NO_BLANK = Pattern.compile("\\s*" + KEY + ":((?!//)[^\\s:][^:]*?)\\s*(#.*)?");
    private static final Pattern EQUALS = Pattern.compile("\\s*" + KEY + "\\s*=\\s*([^\\s#][^#]*?)\\s*(#.*)?");
    private static final Pattern TWO_COLONS = Pattern.compile("\\s*" + KEY + ":\\s+([^'\"\\[{#&*!|>][^#]*:(\\s[^#]*|\\s*))(#.*)?");
    private static final Pattern PAIR = Pattern.compile("\\s*" + KEY + ":\\s+[^\\s#].*");
    private static final Pattern NO_PLAIN = Pattern.compile("(?:\\s*" + KEY + ":|\\s*-)\\s+\\[?\\s*([*&!%@`][^\\],#]*?)\\s*([\\],#].*)?");
    private static final String FOREIGN = "\u00a0\u2007\u202f\u3000\uff1a\u201c\u201d\u2018\u2019\u201e\ufeff";

    private YamlAdvice() {
    }

    /**
     * A line and what to do about it.
     *
     * @param line    counted from 0
     * @param message without the place
     */
    record Advice(int line, String message) {
    }

    /**
     * @param lines  the document
     * @param failed the line where the parser gave up, counted from 0
     * @param begun  the line where what it was parsing began, counted from 0
     */
    static Optional<Advice> of(List<String> lines, int failed, int begun, String problem) {
        int last = Math.min(failed, lines.size() - 1);
        for (int line = Math.max(0, last - LINES_BACK); line <= last; line++) {
            Optional<Advice> advice = line(line, lines.get(line));
            if (advice.isPresent()) {
                return advice;
            }
        }
        if (problem.contains("expected ',' or '}'") || problem.contains("expected ',' or ']'")) {
            String open = problem.contains("'}'") ? "{" : "[";
            return Optional.of(new Advice(begun, "the '" + open + "' of this line is not closed before line " + (failed + 1)));
        }
        if (problem.contains("unexpected end of stream") && begun < lines.size()) {
            return Optional.of(new Advice(begun, "the quote that begins in this line is not closed"));
        }
        return last < 0 ? Optional.empty() : indentation(lines, last);
    }

    /** Returns a character in the text that is not what it looks like, in words. */
    public static Optional<String> foreign(String text) {
        return text.chars().filter(c -> FOREIGN.indexOf(c) >= 0).boxed().findFirst().map(c -> String.format(
                "a character that only looks like a blank, a quote or a colon (U+%04X); type a plain one", c));
    }

    /** Finds a slip within one line. */
    private static Optional<Advice> line(int number, String line) {
        Optional<String> foreign = foreign(line);
        if (foreign.isPresent()) {
            return Optional.of(new Advice(number, "this line has " + foreign.get()));
        }
        Matcher slip = NO_PLAIN.matcher(line);
        if (slip.matches()) {
            return Optional.of(new Advice(number, "a text that begins with " + slip.group(2).charAt(0) + " needs quotes; write '"
                    + slip.group(2) + "' with them"));
        }
        return pair(line).map(message -> new Advice(number, message)).or(() -> twoColons(number, line));
    }

    /**
     * Returns what is missing between them; empty if it does not look like a slip.
     *
     * @param text what was meant to be a key and its value
     */
    public static Optional<String> pair(String text) {
        Matcher slip = EQUALS.matcher(text);
        if (slip.matches()) {
            return Optional.of("'" + text.strip() + "' has no colon; did you mean '" + slip.group(1) + ": " + slip.group(2) + "'?");
        }
        slip = NO_BLANK.matcher(text);
        if (slip.matches()) {
            return Optional.of("a blank is missing after the colon of '" + text.strip() + "'; did you mean '" + slip.group(1) + ": "
                    + slip.group(2) + "'?");
        }
        slip = NO_COLON.matcher(text);
        return slip.matches() ? Optional.of("'" + text.strip() + "' has no colon; did you mean '" + slip.group(1) + ": " + slip.group(2)
                + "'?") : Optional.empty();
    }

    private static Optional<Advice> twoColons(int number, String line) {
        Matcher slip = TWO_COLONS.matcher(line);
        return slip.matches() ? Optional.of(new Advice(number, "a value with a colon in it needs quotes; write " + slip.group(1) + ": \""
                + slip.group(2).strip() + "\"")) : Optional.empty();
    }

    private static Optional<Advice> indentation(List<String> lines, int failed) {
        int above = failed - 1;
        while (above >= 0 && (lines.get(above).isBlank() || lines.get(above).strip().startsWith("#"))) {
            above--;
        }
        if (above < 0 || lines.get(failed).isBlank()) {
            return Optional.empty();
        }
        int own = indent(lines.get(failed));
        int neighbour = indent(lines.get(above));
        boolean deeper = own > neighbour && PAIR.matcher(lines.get(above)).matches();
        if (!deeper && own >= neighbour) {
            return Optional.empty();
        }
        return Optional.of(new Advice(failed, "'" + lines.get(failed).strip() + "' is indented by " + own
                + (own == 1 ? " blank" : " blanks") + ", which fits no line above; keys of one group stand exactly below each other"
                + (deeper ? ", here at " + neighbour : "")));
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
