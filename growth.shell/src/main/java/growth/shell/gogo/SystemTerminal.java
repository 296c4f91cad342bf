package growth.shell.gogo;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The terminal of the process; signals of its keyboard go to the shell instead of the JVM while it is open.
 *
 * @param terminal the terminal
 */
record SystemTerminal(Terminal terminal) implements AutoCloseable {
    /** @throws GrowthException if there is none */
    static SystemTerminal open() {
        try {
            return new SystemTerminal(TerminalBuilder.builder().name("growth").system(true).nativeSignals(true)
                    .signalHandler(Terminal.SignalHandler.SIG_IGN).encoding(StandardCharsets.UTF_8).build());
        } catch (IOException e) {
            throw new GrowthException(Kind.CONFIGURATION, "the terminal cannot be opened (" + e.getMessage() + "); 'growth shell -c LINE' needs none", e);
        }
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new GrowthException(Kind.UNEXPECTED, "the terminal cannot be set back (" + e.getMessage() + "); the command reset may help", e);
        }
    }
}
