package growth.shell.gogo;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.shell.command.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.DumbTerminal;

/**
 * The terminal of a session. While it is open, the process's terminal receives the keyboard's signals instead of the JVM.
 *
 * @param terminal the terminal
 */
record SystemTerminal(Terminal terminal) implements AutoCloseable {
    private static final int LINES = 24;

    /** @throws GrowthException if there is none */
    static SystemTerminal open() {
        try {
            return new SystemTerminal(TerminalBuilder.builder().name("growth").system(true).nativeSignals(true)
                    .signalHandler(Terminal.SignalHandler.SIG_IGN).encoding(StandardCharsets.UTF_8).build());
        } catch (IOException e) {
            throw new GrowthException(Kind.CONFIGURATION, "the terminal cannot be opened (" + e.getMessage()
                    + "); 'growth shell -c LINE' needs none", e);
        }
    }

    /** Returns whether the terminal can move its cursor, so that a line can be edited in place. */
    static boolean moves(Terminal terminal) {
        return !Terminal.TYPE_DUMB.equals(terminal.getType()) && !Terminal.TYPE_DUMB_COLOR.equals(terminal.getType());
    }

    /** Returns a placeholder terminal for functions that ask for a terminal's size. */
    static SystemTerminal dumb(InputStream in, Console console) {
        try {
            Terminal terminal = new DumbTerminal("growth", Terminal.TYPE_DUMB, in, console.out(), StandardCharsets.UTF_8);
            terminal.setSize(new Size(console.width(), LINES));
            return new SystemTerminal(terminal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new GrowthException(Kind.UNEXPECTED, "the terminal cannot be restored (" + e.getMessage()
                    + "); the command reset may help", e);
        }
    }
}
