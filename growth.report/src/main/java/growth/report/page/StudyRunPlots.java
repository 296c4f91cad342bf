package growth.report.page;

import growth.api.Amounts;
import growth.report.plot.Axis;
import growth.report.plot.Heading;
import growth.report.plot.Plot.Bar;
import growth.report.plot.Plot.Bars;
import growth.report.plot.Plot.Chart;
import growth.report.plot.Quantity;
import growth.report.plot.Series;
import growth.report.plot.Series.Style;
import growth.report.plot.Spot;
import growth.study.account.Account;
import growth.study.account.ArmResult;
import growth.study.account.ArmResult.CostItem;
import growth.study.account.Isoplot;
import growth.study.account.Isoplot.IsoCurve;
import growth.study.account.Isoplot.IsoPoint;
import growth.study.account.Measures;
import growth.study.account.RunResult;
import growth.study.statistics.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The plots of a study that show how its arms were trained and what they cost. */
final class StudyRunPlots {
    private final Account account;
    private final Tones tones;

    StudyRunPlots(Account account) {
        this.account = account;
        this.tones = new Tones(account);
    }

    /** Returns sizes of the models over FLOPs, of the first seed. */
    Chart sizes() {
        List<Series> series = new ArrayList<>();
        for (ArmResult arm : account.arms()) {
            arm.runs().stream().filter(run -> !run.stages().isEmpty()).findFirst().ifPresent(run -> series.add(new Series(arm.name(),
                    tones.of(arm.name()), Style.STEPS, staircase(run))));
        }
        return new Chart(new Heading("sizes", "Size of the models", "Parameters against training FLOPs, first seed."),
                Axis.fromZero(Quantity.FLOPS), Axis.fromZero(Quantity.PARAMETERS), series, List.of());
    }

    private static List<Spot> staircase(RunResult run) {
        List<Spot> spots = new ArrayList<>(run.stages().stream().map(s -> new Spot(s.at().flops(), s.parameters())).toList());
        spots.add(new Spot(run.end().flops(), spots.get(spots.size() - 1).y()));
        return spots;
    }

    /**
     * Returns learning rates of the first seed.
     *
     * @param rates arm → its rates over FLOPs
     */
    Chart rates(Map<String, List<Spot>> rates) {
        return new Chart(new Heading("learning-rates", "Learning rates", "Against training FLOPs, first seed."),
                Axis.fromZero(Quantity.FLOPS), Axis.fromZero(Quantity.RATE),
                rates.entrySet().stream().map(e -> new Series(e.getKey(), tones.of(e.getKey()), Style.LINE, e.getValue())).toList(),
                List.of());
    }

    /** Returns what a run of each arm cost, by item. */
    Bars flops() {
        return costs("cost-flops", "FLOPs of a run, by item", Quantity.FLOPS, CostItem::flops,
                a -> Amounts.operations(a.cost().flops()) + beside(a, CostItem::flops, Amounts::operations));
    }

    /** Returns how long a run of each arm took, by item. */
    Bars seconds() {
        return costs("cost-seconds", "Time of a run, by item", Quantity.SECONDS, CostItem::seconds,
                a -> Amounts.duration(a.cost().seconds()) + beside(a, CostItem::seconds, Amounts::duration));
    }

    /** Returns what comes on top of what arms are compared by, which is drawn in the bars too. */
    private static String beside(ArmResult arm, ToDoubleFunction<CostItem> value, DoubleFunction<String> words) {
        double sum = arm.cost().items().stream().filter(item -> !item.charged()).mapToDouble(value).filter(Double::isFinite).sum();
        return sum > 0 ? " + " + words.apply(sum) : "";
    }

    private Bars costs(String id, String title, Quantity quantity, ToDoubleFunction<CostItem> value,
            Function<ArmResult, String> words) {
        // The arm with the most items has them in the order in which they happened.
        List<String> items = account.arms().stream().sorted(Comparator.comparing(a -> -a.cost().items().size()))
                .flatMap(a -> a.cost().items().stream()).map(CostItem::what).distinct().toList();
        List<Bar> rows = account.arms().stream().map(arm -> new Bar(arm.name(), items.stream().map(item -> arm.cost().items().stream()
                .filter(i -> i.what().equals(item)).mapToDouble(value).findFirst().orElse(0)).toList(), words.apply(arm))).toList();
        String outside = String.join(", ", account.arms().stream().flatMap(a -> a.cost().items().stream()).filter(i -> !i.charged())
                .map(CostItem::what).distinct().toList());
        return new Bars(new Heading(id, title, "Mean over seeds." + (outside.isEmpty() ? "" : " On top of what arms are compared by: "
                + outside + ".")), Axis.fromZero(quantity), items, rows);
    }

    /** Returns the ends of the line through an arm's points; nothing where there are no two different losses. */
    private static Optional<List<Spot>> line(IsoCurve curve) {
        DoubleSummaryStatistics losses = curve.points().stream().mapToDouble(IsoPoint::loss).summaryStatistics();
        Line line = curve.line();
        return Double.isFinite(line.slope()) ? Optional.of(DoubleStream.of(losses.getMin(), losses.getMax())
                .mapToObj(loss -> new Spot(loss, line.intercept() + line.slope() * loss)).toList()) : Optional.empty();
    }

    /** Returns scores of suites against loss. */
    List<Chart> isoplots() {
        List<Chart> charts = new ArrayList<>();
        for (Isoplot isoplot : account.isoplots()) {
            List<Series> series = isoplot.curves().stream().flatMap(curve -> {
                List<Spot> spots = curve.points().stream().map(p -> new Spot(p.loss(), p.score()))
                        .sorted(Comparator.comparingDouble(Spot::x)).toList();
                return Stream.concat(line(curve).map(ends -> new Series(curve.arm(), tones.of(curve.arm()), Style.LINE, ends)).stream(),
                        Stream.of(new Series(curve.arm(), tones.of(curve.arm()), Style.POINTS, spots)));
            }).toList();
            boolean ofLoss = isoplot.measure().endsWith(" " + Measures.LOSS);
            charts.add(new Chart(new Heading("isoplot-" + (charts.size() + 1), isoplot.measure(), "Score against validation loss at the"
                    + " checkpoints of all seeds; training goes from right to left. What lies " + (ofLoss ? "lower" : "higher")
                    + " at equal loss knows more than its loss tells. Lines are fitted to the points of each arm."),
                    Axis.linear(Quantity.LOSS), Axis.linear(ofLoss ? Quantity.LOSS : Quantity.SCORE), series, List.of()));
        }
        return charts;
    }
}
