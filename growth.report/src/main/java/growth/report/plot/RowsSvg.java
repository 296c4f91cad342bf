package growth.report.plot;

import static growth.report.plot.Frame.place;

import growth.report.plot.Plot.Bar;
import growth.report.plot.Plot.Bars;
import growth.report.plot.Plot.Estimate;
import growth.report.plot.Plot.Forest;
import java.util.stream.DoubleStream;

/** Draws what has a row per entry. The name stands above its mark, so that it has the whole width. */
final class RowsSvg {
    private static final double ROW = 42;
    private static final double MIDDLE = 28;
    private static final double BAR = 12;
    private final Markup to;

    RowsSvg(Markup to) {
        this.to = to;
    }

    static Frame frame(Forest forest) {
        return Frame.rows(forest.x(), DoubleStream.concat(DoubleStream.of(forest.reference()),
                forest.rows().stream().flatMapToDouble(r -> DoubleStream.of(r.value(), r.low(), r.high()))), forest.rows().size(), ROW);
    }

    static Frame frame(Bars bars) {
        return Frame.rows(bars.x(), bars.rows().stream().mapToDouble(RowsSvg::total), bars.rows().size(), ROW);
    }

    private static double total(Bar bar) {
        return bar.values().stream().filter(Double::isFinite).mapToDouble(v -> v).sum();
    }

    void draw(Forest forest, Frame frame) {
        frame.drawAcross(forest.x(), to);
        String reference = place(frame.x().at(forest.reference()));
        to.empty("path", "class", "reference", "d", "M" + reference + " " + place(frame.y().from()) + "V" + place(frame.y().to()));
        for (int i = 0; i < forest.rows().size(); i++) {
            Estimate row = forest.rows().get(i);
            double y = frame.y().at(i) + MIDDLE;
            to.open("g", "class", "estimate mark series " + row.tone().classes(), "tabindex", "0", "data-name", row.name(), "data-x",
                    Frame.value(row.value()), "data-low", Frame.value(row.low()), "data-high", Frame.value(row.high()));
            to.element("title", row.name() + ": " + row.words());
            labels(row.name(), row.words(), y);
            if (Double.isFinite(row.low()) && Double.isFinite(row.high())) {
                double low = frame.x().at(row.low());
                double high = frame.x().at(row.high());
                to.empty("path", "class", "whisker", "d", "M" + place(low) + " " + place(y) + "H" + place(high) + "M" + place(low) + " "
                        + place(y - 4) + "v8M" + place(high) + " " + place(y - 4) + "v8");
            }
            if (Double.isFinite(row.value())) {
                to.empty("rect", "class", "box", "x", place(frame.x().at(row.value()) - 5), "y", place(y - 5), "width", "10",
                        "height", "10");
            }
            to.close();
        }
    }

    void draw(Bars bars, Frame frame) {
        frame.drawAcross(bars.x(), to);
        for (int i = 0; i < bars.rows().size(); i++) {
            Bar row = bars.rows().get(i);
            double y = frame.y().at(i) + MIDDLE;
            to.open("g", "class", "bar mark", "tabindex", "0", "data-name", row.name());
            to.element("title", row.name() + ": " + row.words());
            labels(row.name(), row.words(), y);
            double from = 0;
            for (int part = 0; part < row.values().size(); part++) {
                double value = row.values().get(part);
                if (value > 0) {
                    to.empty("rect", "class", "part " + new Tone(part + 1).classes(), "data-part", bars.parts().get(part), "data-value",
                            Frame.value(value), "x", place(frame.x().at(from)), "y", place(y - BAR / 2), "width",
                            place(frame.x().at(from + value) - frame.x().at(from)), "height", place(BAR));
                    from += value;
                }
            }
            to.close();
        }
    }

    private void labels(String name, String words, double y) {
        int room = Math.max(12, 54 - words.length());
        String shown = name.codePointCount(0, name.length()) <= room ? name
                : name.substring(0, name.offsetByCodePoints(0, room - 1)) + "…";
        to.element("text", shown, "class", "name", "x", place(Frame.LEFT / 3), "y", place(y - 11));
        to.element("text", words, "class", "words", "x", place(Frame.WIDTH - Frame.RIGHT), "y", place(y - 11), "text-anchor", "end");
    }
}
