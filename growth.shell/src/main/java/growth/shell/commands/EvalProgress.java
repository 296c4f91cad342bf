package growth.shell.commands;

import growth.api.Amounts;
import growth.runtime.disk.Evaluator.Watch;
import growth.shell.command.Console;
import java.util.function.LongSupplier;

/**
 * Prints warnings and progress of an evaluation to the error stream, which keeps the output clean: a live line on a terminal, otherwise a
 * line a minute.
 */
final class EvalProgress implements Watch {
    private static final long BEAT_MILLIS = 250;
    private static final long LINE_MILLIS = 60_000;
    private final Console console;
    private final LongSupplier millis;
    private final long begin;
    private long last;
    private boolean shown;

    /**
     * @param console what it prints on
     * @param millis  the clock
     */
    EvalProgress(Console console, LongSupplier millis) {
        this.console = console;
        this.millis = millis;
        begin = millis.getAsLong();
        last = begin;
    }

    @Override
    public synchronized void warn(String line) {
        erase();
        console.err().println("warning: " + line);
    }

    @Override
    public synchronized void progress(long done, long total, double loss) {
        long now = millis.getAsLong();
        if (done >= total || now - last < (console.terminal() ? BEAT_MILLIS : LINE_MILLIS)) {
            return;
        }
        last = now;
        double seconds = (now - begin) / 1e3;
        String line = Amounts.grouped(done) + " of " + Amounts.grouped(total) + " (" + Amounts.percent(done / (double) total) + ")"
                + (Double.isNaN(loss) ? "" : "  loss " + Amounts.loss(loss)) + "  left "
                + Amounts.duration(seconds * (total - done) / done);
        if (!console.terminal()) {
            console.err().println(line);
            return;
        }
        erase();
        console.err().print(line.substring(0, Math.min(line.length(), Math.max(1, console.width() - 1))));
        console.err().flush();
        shown = true;
    }

    /** Removes the live line. */
    synchronized void erase() {
        if (shown) {
            console.err().print("\r\u001b[K");
            console.err().flush();
            shown = false;
        }
    }
}
