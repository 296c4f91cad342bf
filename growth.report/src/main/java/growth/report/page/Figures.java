package growth.report.page;

import growth.report.plot.Legend;
import growth.report.plot.Markup;
import growth.report.plot.Plot;
import growth.report.plot.PlotSvg;
import java.util.ArrayList;
import java.util.List;

/** Puts plots on a page, each with its caption and a legend whose entries hide and show. */
final class Figures {
    private final Markup to;
    private final List<Plot> drawn = new ArrayList<>();

    Figures(Markup to) {
        this.to = to;
    }

    /** Returns all plots so far. */
    List<Plot> drawn() {
        return List.copyOf(drawn);
    }

    /** Writes plots beside each other, those that have anything to show. */
    void grid(List<? extends Plot> plots) {
        List<? extends Plot> shown = plots.stream().filter(Figures::shows).toList();
        to.open("div", "class", shown.size() == 1 ? "wide" : "grid");
        shown.forEach(plot -> figure(plot, null));
        to.close();
    }

    /**
     * A plot that is one of several views of the same thing.
     *
     * @param name of the view
     * @param plot the plot
     */
    record Tab(String name, Plot plot) {
    }

    /**
     * Writes plots of which one is shown at a time.
     *
     * @param label what is chosen
     */
    void tabs(String label, List<Tab> tabs) {
        if (tabs.stream().noneMatch(tab -> shows(tab.plot()))) {
            return;
        }
        to.open("div", "class", "panel", "data-label", label);
        tabs.stream().filter(tab -> shows(tab.plot())).forEach(tab -> figure(tab.plot(), tab.name()));
        to.close();
    }

    static boolean shows(Plot plot) {
        if (plot instanceof Plot.Chart chart) {
            return !chart.series().isEmpty();
        }
        return plot instanceof Plot.Forest forest ? !forest.rows().isEmpty() : !((Plot.Bars) plot).rows().isEmpty();
    }

    private void figure(Plot plot, String tab) {
        drawn.add(plot);
        to.open("figure", "id", plot.heading().id(), "data-tab", tab);
        to.open("figcaption").element("h3", plot.heading().title()).element("p", plot.heading().description()).close();
        to.raw(PlotSvg.inline(plot));
        List<Legend> legend = Legend.of(plot);
        if (!legend.isEmpty()) {
            to.open("ul", "class", "legend");
            legend.forEach(this::entry);
            to.close();
        }
        to.close();
    }

    private void entry(Legend entry) {
        to.open("li").open("button", "type", "button", "aria-pressed", "true", "data-name", entry.name());
        to.raw(key(entry.classes())).text(entry.name()).close().close();
    }

    /** Returns the key of a series, as legends and tables show it. */
    static String key(String classes) {
        return new Markup().open("svg", "class", "plot", "width", "22", "height", "12", "viewBox", "0 0 22 12", "aria-hidden", "true")
                .open("g", "class", "key " + classes).empty("path", "d", "M2 6h18").close().close().toString();
    }
}
