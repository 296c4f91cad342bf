package growth.shell.watch;

import java.io.PrintStream;
import java.util.List;

/** A picture in a terminal that is drawn over itself. For one thread. */
public final class LivePicture {
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String CLEAR_ALL = "\u001b[H\u001b[2J";
    private final PrintStream out;
    private List<String> shown = List.of();
    private int width;

    /** @param out stays the caller's */
    public LivePicture(PrintStream out) {
        this.out = out;
    }

    /**
     * Draws a picture in the place of the last one, if it differs.
     *
     * @param lines  the picture; no line longer than the terminal is wide
     * @param columns columns of the terminal now: after a change nobody knows where the last picture lies, and the screen is cleared
     */
    public void show(List<String> lines, int columns) {
        boolean resized = width != 0 && columns != width;
        if (lines.equals(shown) && !resized) {
            return;
        }
        String back = resized ? CLEAR_ALL : shown.isEmpty() ? "" : "\u001b[" + shown.size() + "F" + CLEAR_BELOW;
        out.print(back + String.join("\n", lines) + "\n");
        out.flush();
        shown = lines;
        width = columns;
    }
}
