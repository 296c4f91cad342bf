package growth.shell.progress;

import growth.shell.text.TextWidth;
import java.io.PrintStream;
import java.util.List;
import java.util.function.IntSupplier;

/** Lines at the end of the terminal that are drawn again and again; other lines scroll by above them. For one thread at a time. */
final class LiveBlock {
    private final PrintStream out;
    private final IntSupplier columns;
    private List<String> shown = List.of();

    /** @param columns of the terminal at this moment */
    LiveBlock(PrintStream out, IntSupplier columns) {
        this.out = out;
        this.columns = columns;
    }

    /** Draws the lines in place of those before, cut to the terminal's width. */
    void show(List<String> lines) {
        // the last column stays free, because terminals treat it differently
        List<String> cut = lines.stream().map(line -> TextWidth.cut(line, Math.max(1, columns.getAsInt() - 1))).toList();
        out.print(erasure());
        cut.forEach(out::println);
        out.flush();
        shown = cut;
    }

    /** Prints a line above the block. */
    void above(String line) {
        List<String> block = shown;
        out.print(erasure());
        out.println(line);
        shown = List.of();
        if (!block.isEmpty()) {
            show(block);
        }
        out.flush();
    }

    /** Leaves the lines where they are; what is shown next stands below. */
    void end() {
        shown = List.of();
    }

    /** If the window has become narrower, lines have broken into rows, which are cleared too. */
    private String erasure() {
        int rows = shown.stream().mapToInt(line -> 1 + Math.max(0, TextWidth.columns(line) - 1) / Math.max(1, columns.getAsInt())).sum();
        return rows == 0 ? "" : "\u001b[" + rows + "A\r\u001b[J";
    }
}
