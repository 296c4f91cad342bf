package growth.shell.gogo;

import java.io.IOException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.ClosedException;

/** Lines of a terminal that can only print one character after the other (TERM=dumb): the system itself echoes and deletes. */
final class PlainLines implements Lines {
    private final Terminal terminal;
    private volatile String prompt = "";

    PlainLines(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public String read(String wanted) {
        StringBuilder line = new StringBuilder();
        prompt = wanted;
        print(wanted);
        try {
            for (int c = terminal.reader().read(); c != '\n'; c = terminal.reader().read()) {
                if (c < 0 && line.length() == 0) {
                    throw new EndOfFileException();
                }
                if (c < 0) {
                    break;
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        } catch (ClosedException e) {
            throw new EndOfFileException(e);
        } catch (IOException e) {
            throw new UserInterruptException(line.toString());
        } finally {
            prompt = "";
        }
    }

    @Override
    public void above(String line) {
        String again = prompt;
        print((again.isEmpty() ? "" : "\n") + line + "\n" + again);
    }

    /** Shows the prompt again; the system has already dropped the line. */
    @Override
    public void drop() {
        print("\n" + prompt);
    }

    private void print(String text) {
        terminal.writer().print(text);
        terminal.flush();
    }
}
