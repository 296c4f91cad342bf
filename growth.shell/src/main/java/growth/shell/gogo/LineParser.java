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
            return super.parse(line, cursor, context) instanceof CompletingParsedLine parsed ? new CompletedLine(parsed)
                    : new OneWord(line, cursor);
        } catch (SyntaxError e) {
            if (context == ParseContext.COMPLETE) {
                return new OneWord(line, cursor);
            }
            throw e;
        } catch (RuntimeException | AssertionError e) {
            // Gogo's parser fails on some lines; when they are run, they are refused in words
            return new OneWord(line, cursor);
        }
    }

    /** A parsed line that quotes what is completed, so that Gogo reads it as one word. */
    private record CompletedLine(CompletingParsedLine parsed) implements CompletingParsedLine {
        @Override
        public String word() {
            return parsed.word();
        }

        @Override
        public int wordCursor() {
            return Math.min(parsed.wordCursor(), word().length());
        }

        @Override
        public int wordIndex() {
            return parsed.wordIndex();
        }

        @Override
        public List<String> words() {
            return parsed.words();
        }

        @Override
        public String line() {
            return parsed.line();
        }

        @Override
        public int cursor() {
            return parsed.cursor();
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return GogoWord.quote(candidate.toString(), complete);
        }

        @Override
        public int rawWordCursor() {
            return parsed.rawWordCursor();
        }

        @Override
        public int rawWordLength() {
            return Math.max(parsed.rawWordLength(), rawWordCursor());
        }
    }

    /** A line that nobody understands. */
    private record OneWord(String line, int cursor) implements CompletingParsedLine {
        @Override
        public String word() {
            return line;
        }

        @Override
        public int wordCursor() {
            return cursor;
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(line);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return cursor;
        }

        @Override
        public int rawWordLength() {
            return line.length();
        }
    }
}
