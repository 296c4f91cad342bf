package growth.report.plot;

import static growth.report.plot.Frame.place;

import java.util.List;

/** Draws plots as SVG, for a page that has the {@link PlotStyle} or as a file of its own. */
public final class PlotSvg {
    private static final double KEY = 18;
    private static final double LETTER = 6.7;
    private static final double LINE = 20;

    private PlotSvg() {
    }

    /** Returns the element for a page, which brings style and legend. */
    public static String inline(Plot plot) {
        return svg(plot, false);
    }

    /** Returns the text of a file that holds style, title and legend itself. */
    public static String file(Plot plot) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg(plot, true) + "\n";
    }

    private static String svg(Plot plot, boolean alone) {
        Markup inner = new Markup();
        Frame frame = draw(plot, inner);
        String id = plot.heading().id();
        Markup legend = new Markup();
        double below = alone ? legend(Legend.of(plot), frame.height() + 4, legend) : 0;
        double above = alone ? 30 : 0;
        Markup svg = new Markup();
        boolean chart = plot instanceof Plot.Chart;
        svg.open("svg", "xmlns", "http://www.w3.org/2000/svg", "class", "plot", "id", "plot-" + id, "viewBox",
                "0 " + place(-above) + " " + place(Frame.WIDTH) + " " + place(frame.height() + above + below),
                "width", alone ? place(Frame.WIDTH) : null, "height", alone ? place(frame.height() + above + below) : null,
                "tabindex", chart && !alone ? "0" : null,
                // A group, not an image: its marks can be reached by keyboard.
                "role", chart ? "img" : "group", "aria-labelledby", id + "-title", "aria-describedby", id + "-desc",
                "data-x-axis", chart ? frame.data(((Plot.Chart) plot).x(), frame.x()) : null,
                "data-y-axis", chart ? frame.data(((Plot.Chart) plot).y(), frame.y()) : null,
                "data-y-top", chart ? place(frame.y().to()) : null);
        svg.element("title", plot.heading().title(), "id", id + "-title");
        svg.element("desc", plot.heading().description(), "id", id + "-desc");
        if (alone) {
            svg.open("style").raw(PlotStyle.file()).close();
            svg.empty("rect", "class", "ground", "x", "0", "y", place(-above), "width", "100%", "height", "100%");
            svg.element("text", plot.heading().title(), "class", "heading", "x", place(Frame.LEFT / 3 - 8), "y", "-8");
        }
        return svg.raw(inner.toString()).raw(legend.toString()).close().toString();
    }

    private static Frame draw(Plot plot, Markup to) {
        if (plot instanceof Plot.Chart chart) {
            ChartSvg drawing = new ChartSvg(chart, to);
            drawing.draw();
            return drawing.frame();
        }
        if (plot instanceof Plot.Forest forest) {
            Frame frame = RowsSvg.frame(forest);
            new RowsSvg(to).draw(forest, frame);
            return frame;
        }
        Plot.Bars bars = (Plot.Bars) plot;
        Frame frame = RowsSvg.frame(bars);
        new RowsSvg(to).draw(bars, frame);
        return frame;
    }

    /** Draws a legend in as many lines as it needs and returns its height. */
    private static double legend(List<Legend> entries, double top, Markup to) {
        if (entries.isEmpty()) {
            return 0;
        }
        double x = Frame.LEFT / 3;
        double y = top + LINE / 2;
        for (Legend entry : entries) {
            double width = KEY + 8 + entry.name().length() * LETTER + 14;
            if (x + width > Frame.WIDTH && x > Frame.LEFT / 3) {
                x = Frame.LEFT / 3;
                y += LINE;
            }
            to.open("g", "class", "key " + entry.classes());
            to.empty("path", "d", "M" + place(x) + " " + place(y) + "h" + place(KEY));
            to.element("text", entry.name(), "x", place(x + KEY + 6), "y", place(y), "dy", ".35em").close();
            x += width;
        }
        return y + LINE / 2 + 6 - top;
    }
}
