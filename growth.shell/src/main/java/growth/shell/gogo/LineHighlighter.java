package growth.shell.gogo;

import org.apache.felix.gogo.jline.Highlighter;
import org.apache.felix.service.command.CommandSession;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;

/** Colours the line that is being typed, where colours are wanted and the line can be understood. */
final class LineHighlighter extends Highlighter {
    private final boolean colours;

    LineHighlighter(CommandSession session, boolean colours) {
        super(session);
        this.colours = colours;
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        if (!colours) {
            return new AttributedString(buffer);
        }
        try {
            return super.highlight(reader, buffer);
        } catch (RuntimeException | AssertionError e) {
            // Gogo's highlighter fails on some unfinished lines; those stay without colours
            return new AttributedString(buffer);
        }
    }
}
