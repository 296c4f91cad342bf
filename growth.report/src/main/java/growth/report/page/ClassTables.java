package growth.report.page;

import growth.api.Amounts;
import growth.api.training.Classes;
import growth.report.page.HtmlTable.Cell;
import growth.report.plot.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a classifier scored: in a sentence, by label, and as a confusion matrix. Cells are the darker the higher their share. */
final class ClassTables {
    private static final int SHADES = 10;

    private ClassTables() {
    }

    /** Writes all of it; tables only where there is a confusion matrix. */
    static void write(Classes classes, Markup to) {
        to.element("p", sentence(classes));
        if (!classes.confusion().isEmpty()) {
            labels(classes).write(to);
            confusion(classes).write(to);
        }
    }

    private static String sentence(Classes classes) {
        Classes.Averages macro = classes.macro();
        String top = Double.isNaN(classes.top().accuracy()) ? "" : String.format(Locale.ROOT, ", and %s had it among the %d highest",
                percent(classes.top().accuracy()), classes.top().n());
        String means = Double.isNaN(macro.precision()) ? "F1 " + percent(macro.f1()) : "precision " + percent(macro.precision())
                + ", recall " + percent(macro.recall()) + ", F1 " + percent(macro.f1());
        return "At the end, " + percent(classes.accuracy()) + " of the images got their own label" + top + ". Means over labels: " + means
                + ".";
    }

    private static HtmlTable labels(Classes classes) {
        HtmlTable table = new HtmlTable("Each label: its images, and how they and its answers were sorted", "label", ">images", ">answers",
                ">precision", ">recall", ">F1");
        for (int label = 0; label < classes.labels().size(); label++) {
            table.row(List.of(Cell.of(classes.labels().get(label)), Cell.of(Amounts.grouped(classes.images(label))),
                    Cell.of(Amounts.grouped(classes.answers(label))), share(classes.precision(label)), share(classes.recall(label)),
                    share(classes.f1(label))));
        }
        return table;
    }

    private static HtmlTable confusion(Classes classes) {
        List<String> labels = classes.labels();
        HtmlTable table = new HtmlTable("Images of each label (row) by the answer they got (column)",
                Stream.concat(Stream.of("label"), labels.stream().map(l -> ">" + l)).toArray(String[]::new));
        IntStream.range(0, labels.size()).forEach(label -> {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(labels.get(label))));
            double sum = Math.max(1, classes.images(label));
            classes.confusion().get(label).forEach(count -> cells.add(new Cell(Long.toString(count), shade(count / sum), "", "")));
            table.row(cells);
        });
        return table;
    }

    private static Cell share(double share) {
        return Double.isNaN(share) ? Cell.of("n/a") : new Cell(percent(share), shade(share), "", "");
    }

    private static String shade(double share) {
        return "shade" + (int) (share * (SHADES - 1));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
