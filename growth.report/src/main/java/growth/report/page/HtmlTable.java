package growth.report.page;

import growth.report.plot.Markup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table of a page; the first cell of a row is its heading. On narrow screens it scrolls. */
final class HtmlTable {
    private final String caption;
    private final List<String> headings;
    private final List<Boolean> figures;
    private final List<List<Cell>> rows = new ArrayList<>();
    private final Map<Integer, List<String>> notes = new HashMap<>();

    /**
     * A cell.
     *
     * @param text    what it says
     * @param classes CSS classes; null for none
     * @param before  markup before the text
     * @param below   a smaller line below it, such as an interval; empty for none
     */
    record Cell(String text, String classes, String before, String below) {
        static Cell of(String text) {
            return new Cell(text, null, "", "");
        }

        static Cell of(String text, String below) {
            return new Cell(text, null, "", below);
        }
    }

    /** @param headings one that begins with {@code >} stands over a column of figures */
    HtmlTable(String caption, String... headings) {
        this.caption = caption;
        this.headings = Arrays.stream(headings).map(h -> h.startsWith(">") ? h.substring(1) : h).toList();
        this.figures = Arrays.stream(headings).map(h -> h.startsWith(">")).toList();
    }

    HtmlTable row(String... cells) {
        return row(Arrays.stream(cells).map(Cell::of).toList());
    }

    HtmlTable row(List<Cell> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + headings.size() + " columns");
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** Adds lines of text below the last row, over all columns. */
    HtmlTable below(List<String> lines) {
        notes.put(rows.size() - 1, List.copyOf(lines));
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void write(Markup to) {
        to.element("p", caption, "class", "note caption");
        to.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption).open("table", "aria-label", caption);
        to.open("thead").open("tr");
        for (int i = 0; i < headings.size(); i++) {
            to.element("th", headings.get(i), "scope", "col", "class", figures.get(i) ? "n" : null);
        }
        to.close().close().open("tbody");
        for (int at = 0; at < rows.size(); at++) {
            List<Cell> row = rows.get(at);
            List<String> below = notes.getOrDefault(at, List.of());
            to.open("tr", "class", below.isEmpty() ? null : "noted");
            for (int i = 0; i < row.size(); i++) {
                Cell cell = row.get(i);
                String figure = figures.get(i) ? "n" : "";
                String classes = (figure + " " + (cell.classes() == null ? "" : cell.classes())).strip();
                to.open(i == 0 ? "th" : "td", "scope", i == 0 ? "row" : null, "class", classes.isEmpty() ? null : classes)
                        .raw(cell.before()).text(cell.text());
                if (!cell.below().isEmpty()) {
                    to.text(" ").element("small", cell.below());
                }
                to.close();
            }
            to.close();
            if (!below.isEmpty()) {
                to.open("tr").open("td", "colspan", Integer.toString(headings.size()), "class", "warn");
                below.forEach(line -> to.element("p", line));
                to.close().close();
            }
        }
        to.close().close().close();
    }
}
