package growth.shell.progress;

import growth.shell.text.TextWidth;
import java.io.PrintStream;
import java.util.function.IntSupplier;

/** The line of a terminal that is written over again and again. */
final class LiveLine {
    private final PrintStream out;
    private final IntSupplier columns;
    private int shown;

    /** @param columns of the terminal at this moment */
    LiveLine(PrintStream out, IntSupplier columns) {
        this.out = out;
        this.columns = columns;
    }

    /** Writes over what is there. A window that has become narrower has broken it into rows, which are cleared too. */
    void show(String line) {
        int rows = shown == 0 ? 0 : (shown - 1) / Math.max(1, columns.getAsInt());
        out.print("\r" + (rows == 0 ? "\u001b[K" : "\u001b[" + rows + "A\u001b[J") + line);
        out.flush();
        shown = TextWidth.columns(line);
    }

    /** What is there stays; the next line begins. */
    void end() {
        if (shown > 0) {
            out.println();
            shown = 0;
        }
    }
}
