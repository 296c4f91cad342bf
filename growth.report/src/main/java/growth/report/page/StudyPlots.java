package growth.report.page;

import growth.report.plot.Axis;
import growth.report.plot.Heading;
import growth.report.plot.Plot;
import growth.report.plot.Plot.Chart;
import growth.report.plot.Plot.Estimate;
import growth.report.plot.Plot.Forest;
import growth.report.plot.Quantity;
import growth.report.plot.Series;
import growth.report.plot.Series.Style;
import growth.report.plot.Spot;
import growth.report.plot.Tone;
import growth.study.account.Account;
import growth.study.account.ArmResult;
import growth.study.account.ArmResult.BandPoint;
import growth.study.account.Comparison;
import growth.study.account.Comparison.SpeedupPoint;
import growth.study.account.RunResult;
import growth.study.account.Sweep;
import growth.study.account.Sweep.SweepPoint;
import growth.study.statistics.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** The plots of a study that compare arms by their losses. */
final class StudyPlots {
    private final Account account;
    private final Tones tones;
    private final boolean images;

    StudyPlots(Account account) {
        this.account = account;
        this.tones = new Tones(account);
        this.images = account.setting().quality().equals("accuracy");
    }

    static Quantity quantity(growth.study.account.Axis axis, boolean images) {
        return switch (axis) {
            case FLOPS -> Quantity.FLOPS;
            case SECONDS -> Quantity.SECONDS;
            case TOKENS -> images ? Quantity.IMAGES : Quantity.TOKENS;
        };
    }

    String words(growth.study.account.Axis axis) {
        return axis == growth.study.account.Axis.TOKENS && images ? "images" : axis.words();
    }

    /** Returns validation losses, mean and range over seeds, and the growths of the first seed. */
    Chart loss(growth.study.account.Axis axis) {
        List<Series> lines = new ArrayList<>();
        List<Series> growths = new ArrayList<>();
        for (ArmResult arm : account.arms()) {
            List<Spot> spots = band(arm, axis).stream().map(p -> new Spot(p.x(), p.mean(), p.low(), p.high())).toList();
            lines.add(new Series(arm.name(), tones.of(arm.name()), spots.size() > 60 ? Style.LINE : Style.MARKED, spots));
            long first = arm.runs().stream().findFirst().map(RunResult::seed).orElse(0L);
            List<Spot> events = arm.growths().stream().filter(g -> g.seed() == first)
                    .map(g -> new Spot(g.at().on(axis), on(spots, g.at().on(axis)))).toList();
            growths.add(new Series(arm.name(), tones.of(arm.name()), Style.EVENTS, events));
        }
        Axis loss = LossAxis.of(lines);
        lines.addAll(growths);
        boolean several = account.setting().seeds().size() > 1;
        return new Chart(new Heading("loss-" + axis.name().toLowerCase(Locale.ROOT), "Validation loss against " + words(axis),
                (several ? "Mean over seeds; bands hold all seeds. " : "One seed. ")
                + "Triangles are growths, from the first evaluation on." + LossAxis.words(loss)),
                Axis.fromZero(quantity(axis, images)), loss, lines, List.of());
    }

    static List<BandPoint> band(ArmResult arm, growth.study.account.Axis axis) {
        return arm.bands().stream().filter(b -> b.axis() == axis).flatMap(b -> b.points().stream()).toList();
    }

    /** Returns the height of a line at a place; NaN outside of it. */
    private static double on(List<Spot> line, double x) {
        for (int i = 1; i < line.size(); i++) {
            Spot before = line.get(i - 1);
            Spot after = line.get(i);
            if (before.x() <= x && x <= after.x() && before.x() < after.x()) {
                return before.y() + (after.y() - before.y()) * (x - before.x()) / (after.x() - before.x());
            }
        }
        return Double.NaN;
    }

    /** Returns how much sooner each arm reaches each loss. */
    Chart speedups(growth.study.account.Axis axis) {
        List<Series> series = new ArrayList<>();
        for (Comparison comparison : beside()) {
            List<Spot> spots = comparison.curves().stream().filter(c -> c.axis() == axis).flatMap(c -> c.points().stream())
                    .sorted(Comparator.comparingDouble(SpeedupPoint::loss))
                    .map(p -> new Spot(p.loss(), p.r(), p.interval().low(), p.interval().high())).toList();
            series.add(new Series(comparison.arm(), tones.of(comparison.arm()), Style.LINE, spots));
        }
        Axis factor = factors(series);
        double[] losses = series.stream().flatMap(s -> s.spots().stream()).mapToDouble(Spot::x).sorted().toArray();
        if (losses.length > 0) {
            series.add(0, new Series("no difference", Tone.NEUTRAL, Style.LINE,
                    List.of(new Spot(losses[0], 1), new Spot(losses[losses.length - 1], 1))));
        }
        return new Chart(new Heading("speedup-" + axis.name().toLowerCase(Locale.ROOT), "Speed-up on " + words(axis) + " at every loss",
                "What the baseline spends until it reaches a loss over what the arm spends; above 1 the arm is sooner. Training goes from"
                + " right to left." + (factor.top().isPresent() ? " Bands are cut off above." : "")), Axis.linear(Quantity.LOSS), factor,
                series, List.of());
    }

    /** Intervals of few seeds can be so wide that the curves would lie flat. */
    private static Axis factors(List<Series> series) {
        double highest = series.stream().flatMap(s -> s.spots().stream()).mapToDouble(Spot::y).filter(Double::isFinite).max().orElse(1);
        double band = series.stream().flatMap(s -> s.spots().stream()).mapToDouble(Spot::high).filter(Double::isFinite).max().orElse(1);
        Axis axis = Axis.linear(Quantity.FACTOR);
        return band > 2 * highest ? axis.to(2 * highest) : axis;
    }

    private List<Comparison> beside() {
        return account.comparisons().stream().filter(c -> c.against().equals(account.summary().baseline())).toList();
    }

    /** Returns the differences of final losses with their intervals. */
    Forest differences() {
        return new Forest(new Heading("differences", "Difference of the final loss",
                "Arm minus " + account.summary().baseline() + ", paired by seed; left of the dotted line the arm is better. "
                + confidence()), Axis.linear(Quantity.DIFFERENCE), 0, rows(c -> {
                    Interval t = c.loss().t();
                    return new Estimate(c.arm(), tones.of(c.arm()), c.loss().mean(), t.low(), t.high(),
                            Figured.with(c.loss().mean(), t, v -> Figured.signed(v, 4)));
                }));
    }

    /** Returns the share of compute that each arm saves at the baseline's final loss. */
    Forest savings() {
        return new Forest(new Heading("savings", "Compute saved at the baseline's final loss",
                "1 − 1/r on FLOPs; right of the dotted line the arm needs less. " + confidence()), Axis.linear(Quantity.SHARE), 0,
                rows(c -> c.speedups().stream().filter(s -> s.target().share() == 1 && s.axis() == growth.study.account.Axis.FLOPS)
                        .findFirst().map(s -> new Estimate(c.arm(), tones.of(c.arm()), s.ratio().saved(), s.ratio().savedInterval().low(),
                                s.ratio().savedInterval().high(), s.ratio().reached() == 0 ? "not reached" : Figured.with(
                                s.ratio().saved(), s.ratio().savedInterval(), Figured::percent))).orElse(null)));
    }

    private List<Estimate> rows(Function<Comparison, Estimate> row) {
        return beside().stream().map(row).filter(e -> e != null).toList();
    }

    private String confidence() {
        return account.setting().seeds().size() > 1 ? "Intervals are " + Figured.percent(account.setting().confidence())
                + ", Student's t." : "One seed, no interval.";
    }

    /** Returns the plots of sweeps: speed-up for the time of growth, difference of losses for other settings. */
    List<Plot> sweeps() {
        List<Plot> plots = new ArrayList<>();
        for (Sweep sweep : account.sweeps()) {
            String id = "sweep-" + (plots.size() + 1);
            if (sweep.timing()) {
                plots.add(timing(sweep, plots.isEmpty() ? "timing" : id));
            } else {
                plots.add(setting(sweep, id));
            }
        }
        return plots;
    }

    private Chart timing(Sweep sweep, String id) {
        List<Spot> spots = sweep.points().stream().filter(p -> p.ratio().r() > 0 && Double.isFinite(p.ratio().r()))
                .map(p -> new Spot(p.x(), p.ratio().r(), p.ratio().interval().low(), p.ratio().interval().high())).toList();
        List<Series> series = new ArrayList<>(List.of(new Series("speed-up", new Tone(1), Style.POINTS, spots),
                new Series("speed-up", new Tone(1), Style.FAINT, spots.stream().map(s -> new Spot(s.x(), s.y())).toList())));
        if (!spots.isEmpty()) {
            series.add(new Series("no difference", Tone.NEUTRAL, Style.LINE,
                    List.of(new Spot(0, 1), new Spot(spots.get(spots.size() - 1).x(), 1))));
        }
        long never = sweep.points().size() - spots.size();
        return new Chart(new Heading(id, "Speed-up against the time of growth", "r on FLOPs at the baseline's final loss; the time is the"
                + " share of the run's FLOPs at its first growth, as measured." + (never == 0 ? "" : never + " of "
                + sweep.points().size() + " arms never reach that loss.")), Axis.fromZero(Quantity.SHARE), Axis.linear(Quantity.FACTOR),
                series, List.of());
    }

    private Plot setting(Sweep sweep, String id) {
        return new Forest(new Heading(id, "Difference of the final loss by " + sweep.path(), "Arm minus " + account.summary().baseline()
                + ". " + confidence()), Axis.linear(Quantity.DIFFERENCE), 0, sweep.points().stream().map(this::value).toList());
    }

    private Estimate value(SweepPoint point) {
        Interval t = point.loss().t();
        return new Estimate(point.value().isEmpty() ? point.arm() : point.value(), tones.of(point.arm()), point.loss().mean(), t.low(),
                t.high(), Figured.with(point.loss().mean(), t, v -> Figured.signed(v, 4)));
    }

    /** Returns several sizes from scratch at the same budget, and the arms at the size they ended with. */
    Chart envelope() {
        List<Series> series = new ArrayList<>();
        List<Spot> scratch = account.envelope().points().stream()
                .map(p -> new Spot(p.parameters(), p.loss().mean(), p.loss().low(), p.loss().high())).toList();
        series.add(new Series("from scratch", Tone.NEUTRAL, Style.MARKED, scratch));
        account.arms().stream().filter(a -> account.envelope().points().stream().noneMatch(p -> p.arm().equals(a.name())))
                .forEach(a -> series.add(new Series(a.name(), tones.of(a.name()), Style.POINTS, List.of(new Spot(size(a),
                        a.loss().mean(), a.loss().low(), a.loss().high())))));
        return new Chart(new Heading("envelope", "Final loss against size, at the same compute", "Models from scratch of several sizes, and"
                + " the arms at their final size; bars hold all seeds."), Axis.log(Quantity.PARAMETERS), Axis.linear(Quantity.LOSS),
                scratch.size() < 2 ? List.of() : series, List.of());
    }

    static double size(ArmResult arm) {
        return arm.runs().stream().flatMapToDouble(r -> r.stages().isEmpty() ? DoubleStream.empty()
                : DoubleStream.of(r.stages().get(r.stages().size() - 1).parameters())).findFirst().orElse(Double.NaN);
    }
}
