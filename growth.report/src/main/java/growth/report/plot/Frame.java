package growth.report.plot;

import growth.report.plot.Quantity.Unit;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * The plane of a plot with its axes. Texts stand so far apart that they still do when a narrow screen writes them half as large again.
 *
 * @param x horizontal
 * @param y vertical; its places grow downwards
 */
record Frame(Scale x, Scale y) {
    static final double WIDTH = 600;
    static final double LEFT = 66;
    static final double RIGHT = 18;
    static final double TOP = 44;
    static final double BOTTOM = 56;
    private static final double ROWS_TOP = 6;
    private static final double HEIGHT = 368;
    private static final int MOST_TICKS_ACROSS = 7;
    private static final int MOST_TICKS_UP = 9;
    private static final double PADDING = 0.04;

    /** Returns the frame of a chart. */
    static Frame of(Plot.Chart chart) {
        Scale x = scale(chart.x(), chart.series().stream().flatMap(s -> s.spots().stream()).filter(Spot::drawn).mapToDouble(Spot::x),
                LEFT, WIDTH - RIGHT);
        // A point at the end of an axis looks as if it were cut off.
        Scale wide = chart.series().stream().anyMatch(s -> s.style() == Series.Style.POINTS) ? padded(x, chart.x()) : x;
        DoubleStream values = chart.series().stream().flatMap(s -> s.spots().stream())
                .flatMapToDouble(s -> s.banded() ? DoubleStream.of(s.y(), s.low(), s.high()) : DoubleStream.of(s.y()));
        return new Frame(wide, padded(scale(chart.y(), values, HEIGHT - BOTTOM, TOP), chart.y()));
    }

    /** Returns a frame with one row per entry and no vertical axis. */
    static Frame rows(Axis x, DoubleStream values, int rows, double rowHeight) {
        Scale across = scale(x, values, LEFT / 3, WIDTH - RIGHT);
        return new Frame(x.zero() ? across : padded(across, x),
                new Scale(Scale.Kind.LINEAR, 0, rows, ROWS_TOP, ROWS_TOP + rows * rowHeight));
    }

    private static Scale scale(Axis axis, DoubleStream values, double from, double to) {
        DoubleStream all = axis.zero() ? DoubleStream.concat(DoubleStream.of(0), values) : values;
        OptionalDouble top = axis.top();
        return Scale.over(axis.kind(), top.isPresent() ? all.map(v -> Math.min(v, top.getAsDouble())) : all, from, to);
    }

    private static Scale padded(Scale scale, Axis axis) {
        if (scale.kind() == Scale.Kind.LOG) {
            double factor = Math.pow(scale.high() / scale.low(), PADDING);
            return scale.between(scale.low() / factor, scale.high() * factor);
        }
        double space = (scale.high() - scale.low()) * PADDING;
        return scale.between(axis.zero() && scale.low() == 0 ? 0 : scale.low() - space,
                axis.top().isPresent() ? scale.high() : scale.high() + space);
    }

    /** Returns the height of the whole drawing. */
    double height() {
        return Math.max(y.from(), y.to()) + BOTTOM;
    }

    /** Draws grid, marks and titles of both axes. */
    void draw(Axis across, Axis up, Markup to) {
        drawAcross(across, to);
        Unit unit = up.quantity().unit(Math.max(Math.abs(y.high()), Math.abs(y.low())));
        List<Double> ticks = Ticks.of(y, unit, MOST_TICKS_UP);
        List<String> labels = labels(ticks, y, unit);
        to.open("g", "class", "axis");
        for (int i = 0; i < ticks.size(); i++) {
            String at = place(y.at(ticks.get(i)));
            to.empty("path", "class", "grid", "d", "M" + place(LEFT) + " " + at + "H" + place(WIDTH - RIGHT));
            to.element("text", labels.get(i), "class", "tick", "x", place(LEFT - 8), "y", at, "dy", ".35em", "text-anchor", "end");
        }
        to.element("text", title(up, y, unit), "class", "title", "x", place(LEFT / 3 - 8), "y", "16").close();
    }

    /** Draws the horizontal axis alone. */
    void drawAcross(Axis across, Markup to) {
        Unit unit = across.quantity().unit(Math.max(Math.abs(x.high()), Math.abs(x.low())));
        List<Double> ticks = Ticks.of(x, unit, MOST_TICKS_ACROSS);
        List<String> labels = labels(ticks, x, unit);
        double bottom = Math.max(y.from(), y.to());
        double top = Math.min(y.from(), y.to());
        to.open("g", "class", "axis");
        for (int i = 0; i < ticks.size(); i++) {
            String at = place(x.at(ticks.get(i)));
            to.empty("path", "class", "grid", "d", "M" + at + " " + place(bottom) + "V" + place(top));
            to.element("text", labels.get(i), "class", "tick", "x", at, "y", place(bottom + 21), "text-anchor", "middle");
        }
        to.empty("path", "class", "base", "d", "M" + place(x.from()) + " " + place(bottom) + "H" + place(x.to()));
        to.element("text", title(across, x, unit), "class", "title", "x", place(x.to()), "y", place(bottom + 44), "text-anchor", "end")
                .close();
    }

    private static String title(Axis axis, Scale scale, Unit unit) {
        return scale.kind() == Scale.Kind.LOG ? axis.quantity().words() + ", log scale" : unit.words();
    }

    /** Marks of a logarithmic axis stand far apart, so that each has its own prefix. */
    private static List<String> labels(List<Double> ticks, Scale scale, Unit unit) {
        return scale.kind() == Scale.Kind.LOG ? ticks.stream().map(Quantity::prefixed).toList() : Ticks.labels(ticks, unit);
    }

    /** Returns what a script needs to find values below a pointer: {@code kind low high from to divisor suffix}. */
    String data(Axis axis, Scale scale) {
        Unit unit = axis.quantity().unit(Math.max(Math.abs(scale.high()), Math.abs(scale.low())));
        return scale.kind().name().toLowerCase(Locale.ROOT) + " " + value(scale.low()) + " " + value(scale.high()) + " "
                + place(scale.from()) + " " + place(scale.to()) + " " + value(unit.divisor()) + " " + unit.suffix();
    }

    /** Returns a place in tenths of a unit of the drawing. */
    static String place(double at) {
        double rounded = Math.rint(at * 10) / 10;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    /** Returns a value with seven digits, as floats have; empty for one that is not finite. */
    static String value(double value) {
        return Double.isFinite(value) ? Quantity.digits(value, 7) : "";
    }
}
