package growth.shell.gogo;

import java.util.regex.Pattern;

/** Quotes words for Gogo. */
final class GogoWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N}_./:,+@-]([\\p{L}\\p{M}\\p{N}_./:,+@=-])*");
    private static final String HOME = "~/";

    private GogoWord() {
    }

    /**
     * Returns the word as typed: in single quotes if it holds characters that are special to Gogo.
     *
     * @param word     any text
     * @param complete whether it ends there; otherwise the quote stays open for what is still typed
     */
    static String quote(String word, boolean complete) {
        if (word.isEmpty() && !complete || PLAIN.matcher(word).matches() && !word.contains("//")) {
            return word;
        }
        if (word.startsWith(HOME)) {
            return HOME + (word.length() > HOME.length() ? quote(word.substring(HOME.length()), complete) : "");
        }
        return "'" + word.replace("'", "'\\''") + (complete ? "'" : "");
    }
}
