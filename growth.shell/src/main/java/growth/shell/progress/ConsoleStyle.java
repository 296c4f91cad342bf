package growth.shell.progress;

import growth.shell.text.TextWidth;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * How to write to a console.
 *
 * @param live     whether the present line may be overwritten: on terminals only
 * @param colour   whether colours may be used
 * @param quiet    whether only the summary is printed
 * @param interval least time between two step lines that stay
 * @param columns  columns at this moment, which resizing a window changes
 */
public record ConsoleStyle(boolean live, boolean colour, boolean quiet, Duration interval, IntSupplier columns) {
    /** Columns where there is no terminal. */
    public static final int USUAL_WIDTH = 100;
    private static final String INDENT = "  ";
    /** Least share of the run between two step lines that stay. */
    static final double SHARE = 0.01 - 1e-9;
    private static final Duration LIVE_INTERVAL = Duration.ofSeconds(2);
    private static final Duration PLAIN_INTERVAL = Duration.ofMinutes(1);

    /** As {@link #of(boolean, boolean, boolean, IntSupplier)}, {@value #USUAL_WIDTH} columns wide. */
    public static ConsoleStyle of(boolean terminal, boolean noColour, boolean quiet) {
        return of(terminal, noColour, quiet, () -> USUAL_WIDTH);
    }

    /**
     * Returns the usual style: a live line and colours on a terminal; elsewhere a plain line per minute or per percent of the run,
     * whichever is rarer.
     *
     * @param terminal whether a terminal is written to
     * @param noColour whether colours are not wanted ({@code NO_COLOR} is set to anything but nothing)
     * @param quiet    whether only the summary is wanted
     * @param columns  columns at this moment
     */
    public static ConsoleStyle of(boolean terminal, boolean noColour, boolean quiet, IntSupplier columns) {
        return new ConsoleStyle(terminal, terminal && !noColour, quiet, terminal ? LIVE_INTERVAL : PLAIN_INTERVAL, columns);
    }

    /** Returns the words in lines of the terminal's width, all but the first indented; unbroken where there is no terminal. */
    List<String> wrapped(String words) {
        int width = columns.getAsInt();
        if (!live || TextWidth.columns(words) <= width) {
            return List.of(words);
        }
        List<String> lines = TextWidth.wrap(words, width - INDENT.length());
        return IntStream.range(0, lines.size()).mapToObj(i -> (i == 0 ? "" : INDENT) + lines.get(i)).toList();
    }

    String bold(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    String accent(String text) {
        return colour ? "\u001b[36m" + text + "\u001b[0m" : text;
    }
}
