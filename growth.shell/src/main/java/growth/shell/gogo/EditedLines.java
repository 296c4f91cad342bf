package growth.shell.gogo;

import java.io.IOError;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.gogo.jline.Expander;
import org.apache.felix.service.command.CommandSession;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;

/** Lines edited on a terminal that can move its cursor: with completion and history. */
final class EditedLines implements Lines {
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final List<String> COMPLETION_STYLES = List.of(LineReader.COMPLETION_STYLE_STARTING,
            LineReader.COMPLETION_STYLE_LIST_STARTING, LineReader.COMPLETION_STYLE_DESCRIPTION,
            LineReader.COMPLETION_STYLE_LIST_DESCRIPTION, LineReader.COMPLETION_STYLE_GROUP, LineReader.COMPLETION_STYLE_LIST_GROUP,
            LineReader.COMPLETION_STYLE_SELECTION, LineReader.COMPLETION_STYLE_LIST_SELECTION,
            LineReader.COMPLETION_STYLE_BACKGROUND, LineReader.COMPLETION_STYLE_LIST_BACKGROUND);
    private final LineReader reader;

    /**
     * @param history the file that remembers lines
     * @param colours whether colours are wanted
     */
    EditedLines(CommandSession session, Terminal terminal, Completer completer, Path history, boolean colours) {
        reader = LineReaderBuilder.builder().terminal(terminal).appName("growth").completer(completer)
                .highlighter(new LineHighlighter(session, colours)).parser(new LineParser()).expander(new Expander(session))
                .variable(LineReader.HISTORY_FILE, history).build();
        // it draws a grey mark
        reader.option(LineReader.Option.AUTO_FRESH_LINE, colours);
        // its second TAB replaces as many characters as the word has without its quotes
        reader.unsetOpt(LineReader.Option.AUTO_MENU);
        if (!colours) {
            COMPLETION_STYLES.forEach(style -> reader.setVariable(style, style.endsWith("SELECTION") ? "inverse" : "fg:default"));
        }
    }

    /** Returns the reader, for functions of Gogo that ask for it. */
    LineReader reader() {
        return reader;
    }

    @Override
    public String read(String prompt) {
        try {
            return reader.readLine(prompt);
        } catch (IOError e) {
            // the terminal was closed
            throw new EndOfFileException(e);
        }
    }

    @Override
    public void above(String line) {
        try {
            // a command in the foreground may just be showing a live line, which it draws again
            reader.printAbove(reader.isReading() ? line : CLEAR_LINE + line);
        } catch (RuntimeException | IOError e) {
            // The terminal was closed; what prints there must not end for that.
            return;
        }
    }

    @Override
    public void drop() {
        // the reader hears of Ctrl-C itself
    }
}
