package growth.shell.line;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.Signals;

/** The width of the process's terminal, determined on first use and again after the window is resized. */
final class TerminalWidth implements IntSupplier {
    private static final int COMMON = 80;
    private static final long LONGEST_MILLIS = 1000;
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("[0-9]+ ([1-9][0-9]*)\\s*");
    private volatile boolean known;
    private volatile int columns = COMMON;

    @Override
    public int getAsInt() {
        if (!known) {
            listen();
            known = true;
            columns = ask();
        }
        return columns;
    }

    private void listen() {
        try {
            Signals.register("WINCH", () -> known = false);
        } catch (LinkageError e) {
            // without JLine the width never changes
            return;
        }
    }

    /** Asks the system, because Java cannot tell. */
    private static int ask() {
        try {
            Process process = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            if (!process.waitFor(LONGEST_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return COMMON;
            }
            return parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return COMMON;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return COMMON;
        }
    }

    /** Parses the columns from stty's output, which gives rows before columns; returns a common width if it has none. */
    static int parse(String size) {
        Matcher matcher = ROWS_AND_COLUMNS.matcher(size);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : COMMON;
    }
}
