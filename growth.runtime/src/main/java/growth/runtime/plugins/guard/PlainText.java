package growth.runtime.plugins.guard;

import java.util.LinkedHashMap;
import java.util.Map;

/** Text of plug-ins, made harmless: what a jar says of itself must not steer the terminal on which it is shown. */
public final class PlainText {
    private PlainText() {
    }

    /**
     * Returns the text in one line, with a question mark for every control character (the escape of a terminal's sequences among them) and
     * every invisible one (which could turn the direction of writing).
     *
     * @param text any text
     */
    public static String of(String text) {
        return String.valueOf(text).replaceAll("[\\t\\n\\x0B\\f\\r\\x85\\u2028\\u2029]+", " ").replaceAll("\\p{C}", "?");
    }

    /** Returns the facts in the same order, names and values in one line each. */
    static Map<String, String> facts(Map<String, String> facts) {
        Map<String, String> plain = new LinkedHashMap<>();
        facts.forEach((name, value) -> plain.put(of(name), of(value)));
        return plain;
    }
}
