package growth.report.page;

import growth.report.plot.Axis;
import growth.report.plot.Quantity;
import growth.report.plot.Series;
import growth.report.plot.Spot;
import java.util.List;
import java.util.stream.DoubleStream;

/** The axis of a loss. The first steps of a training fall so far that nothing else could be seen beside them: they are cut off. */
final class LossAxis {
    private static final double BEGINNING = 0.06;
    private static final double WORTH_A_CUT = 0.8;

    private LossAxis() {
    }

    /** Returns an axis to the highest loss after the first 6 % of the longest series, if that is much less than the highest of all. */
    static Axis of(List<Series> series) {
        Axis whole = Axis.linear(Quantity.LOSS);
        double from = BEGINNING * series.stream().flatMap(s -> s.spots().stream()).mapToDouble(Spot::x).filter(Double::isFinite).max()
                .orElse(0);
        double later = values(series, from).max().orElse(0);
        double lowest = values(series, 0).min().orElse(0);
        double highest = values(series, 0).max().orElse(0);
        return later > lowest && later - lowest < WORTH_A_CUT * (highest - lowest) ? whole.to(later) : whole;
    }

    private static DoubleStream values(List<Series> series, double from) {
        return series.stream().flatMap(s -> s.spots().stream()).filter(s -> s.x() >= from).mapToDouble(Spot::y).filter(Double::isFinite);
    }

    /** Returns what the description of such a plot adds. */
    static String words(Axis axis) {
        return axis.top().isPresent() ? " The beginning lies above the plot." : "";
    }
}
