package growth.shell.gogo;

import java.util.List;
import org.apache.felix.gogo.jline.Parser;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.SyntaxError;

/** Parses lines as Gogo does, for completion and to tell whether a line is finished. A line that Gogo cannot parse is one word. */
final class LineParser extends Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        try {
            return super.parse(line, cursor, context) instanceof CompletingParsedLine parsed ? CompletedLine.of(parsed)
                    : CompletedLine.oneWord(line, cursor);
        } catch (SyntaxError e) {
            if (context == ParseContext.COMPLETE) {
                return CompletedLine.oneWord(line, cursor);
            }
            throw e;
        } catch (RuntimeException | AssertionError e) {
            // Gogo's parser fails on some lines; running them reports the error
            return CompletedLine.oneWord(line, cursor);
        }
    }

    /**
     * A line as JLine's completion asks for it.
     *
     * @param understood whether Gogo can read it, so that what is completed is quoted to be one word
     */
    private record CompletedLine(String line, int cursor, List<String> words, int wordIndex, String word, int wordCursor, int rawWordCursor,
            int rawWordLength, boolean understood) implements CompletingParsedLine {
        static CompletedLine of(CompletingParsedLine line) {
            return new CompletedLine(line.line(), line.cursor(), line.words(), line.wordIndex(), line.word(),
                    Math.min(line.wordCursor(), line.word().length()), line.rawWordCursor(),
                    Math.max(line.rawWordLength(), line.rawWordCursor()), true);
        }

        static CompletedLine oneWord(String line, int cursor) {
            return new CompletedLine(line, cursor, List.of(line), 0, line, cursor, cursor, line.length(), false);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return understood ? GogoWord.quote(candidate.toString(), complete) : candidate;
        }
    }
}
