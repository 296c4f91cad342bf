package growth.report.plot;

import static growth.report.plot.Frame.place;

import growth.report.plot.Plot.Chart;
import growth.report.plot.Plot.Rule;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Draws series over two axes. */
final class ChartSvg {
    private static final int MOST_SPOTS = 360;
    private static final double LETTER = 9.5;
    private final Chart chart;
    private final Frame frame;
    private final Markup to;

    ChartSvg(Chart chart, Markup to) {
        this.chart = chart;
        this.frame = Frame.of(chart);
        this.to = to;
    }

    Frame frame() {
        return frame;
    }

    void draw() {
        String clip = chart.heading().id() + "-clip";
        frame.draw(chart.x(), chart.y(), to);
        to.open("clipPath", "id", clip).empty("rect", "x", place(frame.x().from() - 5), "y", place(frame.y().to()), "width",
                place(frame.x().to() - frame.x().from() + 10), "height", place(frame.y().from() - frame.y().to() + 5)).close();
        to.open("g", "clip-path", "url(#" + clip + ")");
        // Pale lines lie behind, events in front, whatever their order in the legend.
        chart.series().stream().sorted(Comparator.comparing(s -> s.style() == Series.Style.FAINT ? 0
                : s.style() == Series.Style.EVENTS ? 2 : 1)).forEach(this::series);
        to.close();
        rules();
        to.empty("path", "class", "cross", "d", "");
    }

    private void rules() {
        double free = 0;
        for (Rule rule : chart.rules()) {
            if (!frame.x().holds(rule.x())) {
                continue;
            }
            double at = frame.x().at(rule.x());
            double width = rule.label().length() * LETTER;
            boolean left = at + width > frame.x().to();
            double from = left ? at - width : at;
            to.open("g", "class", "rule mark", "tabindex", "0").element("title", rule.words());
            to.empty("path", "d", "M" + place(at) + " " + place(frame.y().from()) + "V" + place(frame.y().to()));
            if (from >= free) {
                to.element("text", rule.label(), "x", place(left ? at + 3 : at - 3), "y", place(frame.y().to() - 6), "text-anchor",
                        left ? "end" : "start");
                free = from + width;
            }
            to.close();
        }
    }

    private void series(Series all) {
        Series series = all.with(Thinning.of(all.spots(), MOST_SPOTS));
        to.open("g", "class", "series " + series.style().name().toLowerCase(Locale.ROOT) + " " + series.tone().classes(),
                "data-name", series.name(), "data-x", values(series, Spot::x), "data-y", values(series, Spot::y),
                "data-low", banded(series) ? values(series, Spot::low) : null,
                "data-high", banded(series) ? values(series, Spot::high) : null);
        switch (series.style()) {
            case LINE, FAINT -> line(series, false);
            case MARKED -> {
                line(series, false);
                dots(series);
            }
            case STEPS -> line(series, true);
            case POINTS -> {
                whiskers(series);
                dots(series);
            }
            case EVENTS -> events(series);
        }
        to.close();
    }

    private static boolean banded(Series series) {
        return series.spots().stream().anyMatch(Spot::banded);
    }

    private static String values(Series series, ToDoubleFunction<Spot> value) {
        return series.spots().stream().map(s -> Frame.value(value.applyAsDouble(s))).collect(Collectors.joining(","));
    }

    private void line(Series series, boolean steps) {
        if (banded(series)) {
            band(series.spots().stream().filter(Spot::banded).filter(this::shown).toList());
        }
        StringBuilder path = new StringBuilder();
        boolean on = false;
        for (Spot spot : series.spots()) {
            if (!spot.drawn() || !shown(spot)) {
                on = false;
                continue;
            }
            double x = frame.x().at(spot.x());
            double y = frame.y().at(spot.y());
            path.append(on ? steps ? "H" + place(x) + "V" + place(y) : "L" + place(x) + " " + place(y) : "M" + place(x) + " " + place(y));
            on = true;
        }
        // A line of one point would be invisible.
        to.empty("path", "class", "line", "d", path.indexOf("L") < 0 && path.indexOf("H") < 0 && path.length() > 0 ? path + "h.01" : path
                .toString());
    }

    /** Returns whether a logarithmic axis can show it. */
    private boolean shown(Spot spot) {
        return (frame.x().kind() == Scale.Kind.LINEAR || spot.x() > 0) && (frame.y().kind() == Scale.Kind.LINEAR || spot.y() > 0);
    }

    private void band(List<Spot> spots) {
        StringBuilder path = new StringBuilder();
        for (Spot spot : spots) {
            path.append(path.length() == 0 ? "M" : "L").append(place(frame.x().at(spot.x()))).append(' ')
                    .append(place(frame.y().at(spot.high())));
        }
        for (int i = spots.size() - 1; i >= 0; i--) {
            path.append('L').append(place(frame.x().at(spots.get(i).x()))).append(' ').append(place(frame.y().at(spots.get(i).low())));
        }
        to.empty("path", "class", "band", "d", path.append('Z').toString());
    }

    /** Draws all points as one path of lines without length, whose round ends are the points. */
    private void dots(Series series) {
        to.empty("path", "class", "dots", "d", series.spots().stream().filter(Spot::drawn).filter(this::shown)
                .map(s -> "M" + place(frame.x().at(s.x())) + " " + place(frame.y().at(s.y())) + "h0").collect(Collectors.joining()));
    }

    private void whiskers(Series series) {
        to.empty("path", "class", "whisker", "d", series.spots().stream().filter(Spot::banded).filter(this::shown)
                .map(s -> "M" + place(frame.x().at(s.x())) + " " + place(frame.y().at(s.low())) + "V" + place(frame.y().at(s.high())))
                .collect(Collectors.joining()));
    }

    private void events(Series series) {
        to.empty("path", "class", "event", "d", series.spots().stream().filter(Spot::drawn).filter(this::shown)
                .map(s -> "M" + place(frame.x().at(s.x())) + " " + place(frame.y().at(s.y()) - 6) + "l5.5 9.5h-11Z")
                .collect(Collectors.joining()));
    }
}
