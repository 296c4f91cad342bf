package growth.shell.text;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Measures and wraps text as a terminal lays it out. Escape sequences for colours take none. */
public final class TextWidth {
    private static final Set<UnicodeScript> WIDE = Set.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL, UnicodeScript.BOPOMOFO, UnicodeScript.YI);
    private static final char ESCAPE = '\u001b';

    private TextWidth() {
    }

    /** Returns the columns of a text without line breaks. */
    public static int columns(String text) {
        int columns = 0;
        for (int at = 0; at < text.length(); at = next(text, at)) {
            columns += width(text, at);
        }
        return columns;
    }

    /** Returns the text followed by as many blanks as it needs to take that many columns. */
    public static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - columns(text)));
    }

    /** Returns as much of the text as fits. */
    public static String cut(String text, int columns) {
        int used = 0;
        for (int at = 0; at < text.length(); at = next(text, at)) {
            used += width(text, at);
            if (used > columns) {
                return text.substring(0, at);
            }
        }
        return text;
    }

    /**
     * Returns the text broken between words; a word longer than the width stays whole.
     *
     * @param text  words
     * @param width columns
     */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() > 0 && columns(line.toString()) + 1 + columns(word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** As {@link #wrap}, but also breaks a word longer than the width. */
    public static List<String> wrapAll(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String line : wrap(text, width)) {
            String rest = line;
            while (columns(rest) > width) {
                String fits = cut(rest, width);
                int end = fits.isEmpty() ? next(rest, 0) : fits.length();
                lines.add(rest.substring(0, end));
                rest = rest.substring(end);
            }
            if (!rest.isEmpty() || lines.isEmpty()) {
                lines.add(rest);
            }
        }
        return lines;
    }

    /** Returns where the next character or escape sequence begins. */
    private static int next(String text, int at) {
        if (text.charAt(at) == ESCAPE && text.startsWith("[", at + 1)) {
            int end = at + 2;
            while (end < text.length() && !Character.isLetter(text.charAt(end))) {
                end++;
            }
            return Math.min(end + 1, text.length());
        }
        return at + Character.charCount(text.codePointAt(at));
    }

    private static int width(String text, int at) {
        int point = text.codePointAt(at);
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT
                || type == Character.CONTROL) {
            return 0;
        }
        return isWide(point) ? 2 : 1;
    }

    /**
     * Returns whether a character takes two columns: East Asian wide and full-width characters, and pictographs (Unicode Standard Annex
     * 11).
     */
    private static boolean isWide(int point) {
        if (point < 0x1100) {
            return false;
        }
        boolean halfWidth = point >= 0xFF61 && point <= 0xFFDC;
        return !halfWidth && WIDE.contains(UnicodeScript.of(point)) || point >= 0x3000 && point <= 0x303E
                || point >= 0xFF01 && point <= 0xFF60 || point >= 0xFFE0 && point <= 0xFFE6 || point >= 0x1F300 && point <= 0x1F64F
                || point >= 0x1F680 && point <= 0x1F6FF || point >= 0x1F900 && point <= 0x1FAFF;
    }
}
