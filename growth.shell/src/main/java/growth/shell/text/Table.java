package growth.shell.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table of text: columns as wide as what is in them, the last one wrapped at the width of the page. */
public final class Table {
    private static final String GAP = "  ";
    private static final String BELOW = "    ";
    private static final int NARROWEST = 20;
    private final List<String> headings;
    private final List<Boolean> right;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param columns the headings; one that begins with {@code >} stands over a column of figures, which is aligned to the right */
    public Table(String... columns) {
        headings = Arrays.stream(columns).map(c -> c.startsWith(">") ? c.substring(1) : c).toList();
        right = Arrays.stream(columns).map(c -> c.startsWith(">")).toList();
    }

    /** @param cells one text per column */
    public Table row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + headings.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Returns whether there are no rows. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * Returns the lines, without spaces at their ends; the headings are left out if they are all empty. If the last column has no room
     * beside the others it stands below them; if these have none beside each other, every cell has a line of its own.
     *
     * @param width columns of the page
     */
    public List<String> lines(int width) {
        boolean headed = headings.stream().anyMatch(h -> !h.isEmpty());
        List<List<String>> all = new ArrayList<>(headed ? List.of(headings) : List.of());
        all.addAll(rows);
        int last = headings.size() - 1;
        int[] widths = IntStream.rangeClosed(0, last).map(i -> all.stream().mapToInt(row -> TextWidth.columns(row.get(i))).max().orElse(0))
                .toArray();
        int before = Arrays.stream(widths, 0, last).map(w -> w + GAP.length()).sum();
        boolean fits = right.get(last) ? before + widths[last] <= width : Math.min(widths[last], NARROWEST) <= width - before;
        if (fits || !headed && before <= width) {
            return all.stream().flatMap(row -> beside(row, widths, width)).toList();
        }
        return before - GAP.length() <= width && !right.get(last) ? all.stream().flatMap(row -> below(row, widths, width)).toList()
                : rows.stream().flatMap(row -> alone(row, width)).toList();
    }

    private Stream<String> beside(List<String> row, int[] widths, int width) {
        int last = widths.length - 1;
        String first = first(row, widths);
        int before = TextWidth.columns(first);
        List<String> wrapped = right.get(last) ? List.of(padded(row, last, widths))
                : TextWidth.wrap(row.get(last), Math.max(NARROWEST, width - before));
        return IntStream.range(0, wrapped.size()).mapToObj(i -> ((i == 0 ? first : " ".repeat(before)) + wrapped.get(i)).stripTrailing());
    }

    private Stream<String> below(List<String> row, int[] widths, int width) {
        return Stream.concat(Stream.of(first(row, widths).stripTrailing()),
                TextWidth.wrap(row.get(widths.length - 1), Math.max(NARROWEST, width - BELOW.length())).stream().map(line -> BELOW + line));
    }

    /** Returns the row as a list of headings and cells. */
    private Stream<String> alone(List<String> row, int width) {
        int heading = headings.stream().mapToInt(TextWidth::columns).max().orElse(0);
        int[] widths = {heading, 0};
        Stream<String> cells = IntStream.range(0, row.size()).boxed().flatMap(i -> {
            List<String> wrapped = TextWidth.wrap(row.get(i), Math.max(NARROWEST, width - heading - GAP.length()));
            return IntStream.range(0, wrapped.size()).mapToObj(
                    line -> (TextWidth.padded(line == 0 ? headings.get(i) : "", widths[0]) + GAP + wrapped.get(line)).stripTrailing());
        });
        return rows.indexOf(row) == 0 ? cells : Stream.concat(Stream.of(""), cells);
    }

    /** Returns all cells but the last one, side by side. */
    private String first(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length - 1).mapToObj(i -> padded(row, i, widths) + GAP).collect(Collectors.joining());
    }

    private String padded(List<String> row, int column, int[] widths) {
        String cell = row.get(column);
        String space = " ".repeat(widths[column] - TextWidth.columns(cell));
        return right.get(column) ? space + cell : cell + space;
    }
}
