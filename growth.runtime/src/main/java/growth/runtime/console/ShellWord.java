package growth.runtime.console;

import java.util.regex.Pattern;

/** Words of command lines that are printed to be copied. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N}_./:,+@%^=-]+");

    private ShellWord() {
    }

    /** @return the text as one word of a POSIX shell, which growth's own shell reads alike: in single quotes if it is not plain */
    public static String quote(Object word) {
        String text = word.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
