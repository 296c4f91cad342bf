package growth.runtime.plugins.guard;

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
}
