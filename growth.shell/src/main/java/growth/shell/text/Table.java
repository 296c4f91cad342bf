package growth.shell.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of text: columns as wide as what is in them, the last one wrapped at the width of the page. */
public final class Table {
    private static final String GAP = "  ";
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

    /** @return whether there are no rows */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * @param width columns of the page
     * @return the lines, without spaces at their ends; the headings are left out if they are all empty
     */
    public List<String> lines(int width) {
        List<List<String>> all = new ArrayList<>();
        if (headings.stream().anyMatch(h -> !h.isEmpty())) {
            all.add(headings);
        }
        all.addAll(rows);
        int last = headings.size() - 1;
        int[] widths = new int[headings.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).codePointCount(0, row.get(i).length()));
            }
        }
        int before = Arrays.stream(widths, 0, last).map(w -> w + GAP.length()).sum();
        List<String> lines = new ArrayList<>();
        for (List<String> row : all) {
            List<String> wrapped = right.get(last) ? List.of(padded(row, last, widths))
                    : wrap(row.get(last), Math.max(NARROWEST, width - before));
            StringBuilder first = new StringBuilder();
            for (int i = 0; i < last; i++) {
                first.append(padded(row, i, widths)).append(GAP);
            }
            lines.add((first + wrapped.get(0)).stripTrailing());
            wrapped.stream().skip(1).forEach(rest -> lines.add(" ".repeat(before) + rest));
        }
        return lines;
    }

    private String padded(List<String> row, int column, int[] widths) {
        String cell = row.get(column);
        String space = " ".repeat(widths[column] - cell.codePointCount(0, cell.length()));
        return right.get(column) ? space + cell : cell + space;
    }

    /**
     * @param text  words
     * @param width columns
     * @return the text broken between words; a word longer than the width stays whole
     */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
