package growth.report.plot;

import java.util.ArrayDeque;
import java.util.Deque;

/** The text of an XML or XHTML document, escaped while it is written. */
public final class Markup {
    private static final char REPLACEMENT = '\uFFFD';
    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param attributes names and values by turns; an attribute whose value is null is left out
     */
    public Markup open(String name, String... attributes) {
        start(name, attributes).append('>');
        open.push(name);
        return this;
    }

    /** Writes an element without content; attributes as for {@link #open}. */
    public Markup empty(String name, String... attributes) {
        start(name, attributes).append("/>");
        return this;
    }

    /** Writes an element that holds text alone; attributes as for {@link #open}. */
    public Markup element(String name, String content, String... attributes) {
        return open(name, attributes).text(content).close();
    }

    /** Writes text. */
    public Markup text(String content) {
        escape(content, text);
        return this;
    }

    /** Writes markup that is whole in itself. */
    public Markup raw(String markup) {
        text.append(markup);
        return this;
    }

    /** Closes the innermost open element. */
    public Markup close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    private StringBuilder start(String name, String... attributes) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                text.append(' ').append(attributes[i]).append("=\"");
                escape(attributes[i + 1], text);
                text.append('"');
            }
        }
        return text;
    }

    /** What XML cannot hold, such as control characters and halves of surrogate pairs, becomes the replacement character. */
    private static void escape(String content, StringBuilder to) {
        content.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> to.append("&amp;");
                case '<' -> to.append("&lt;");
                case '>' -> to.append("&gt;");
                case '"' -> to.append("&quot;");
                case '\'' -> to.append("&#39;");
                default -> to.appendCodePoint(allowed(c) ? c : REPLACEMENT);
            }
        });
    }

    private static boolean allowed(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c != 0x7F && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
    }

    /** @throws IllegalStateException if elements are still open */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return text.toString();
    }
}
