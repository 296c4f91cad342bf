package growth.shell.progress;

import growth.shell.text.TextWidth;
import java.io.PrintStream;
import java.util.function.IntSupplier;

/** The terminal line that is overwritten again and again. */
final class LiveLine {
    private final PrintStream out;
    private final IntSupplier columns;
    private int shown;

    /** @param columns of the terminal at this moment */
    LiveLine(PrintStream out, IntSupplier columns) {
        this.out = out;
        this.columns = columns;
    }

    /** Overwrites the line. If the window has become narrower, the line has broken into rows, which are cleared too. */
    void show(String line) {
        int rows = shown == 0 ? 0 : (shown - 1) / Math.max(1, columns.getAsInt());
        out.print("\r" + (rows == 0 ? "\u001b[K" : "\u001b[" + rows + "A\u001b[J") + line);
        out.flush();
        shown = TextWidth.columns(line);
    }

    /** Keeps the line and begins the next one. */
    void end() {
        if (shown > 0) {
            out.println();
            shown = 0;
        }
    }
}
