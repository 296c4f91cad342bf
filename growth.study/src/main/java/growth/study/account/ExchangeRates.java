package growth.study.account;

import growth.study.account.RunResult.CurvePoint;
import growth.study.statistics.Line;
import growth.study.statistics.Sample;
import growth.study.statistics.StudentT;
import java.util.Arrays;
import java.util.List;

/** Measures how much loss more compute buys: the slope of loss over ln(FLOPs) in the second half of the baseline's compute. */
final class ExchangeRates {
    private static final double FROM = 0.5;
    private static final int FEWEST = 3;

    private ExchangeRates() {
    }

    /**
     * @param baseline runs of the baseline
     * @param sizes    runs of several sizes from scratch at the same budget, the baseline's among them, one list an arm
     */
    static ExchangeRate of(List<RunResult> baseline, List<List<RunResult>> sizes) {
        List<List<CurvePoint>> tails = baseline.stream().filter(run -> run.outcome() == Outcome.FINISHED).map(ExchangeRates::tail)
                .filter(tail -> tail.size() >= FEWEST).toList();
        double[] slopes = tails.stream().mapToDouble(ExchangeRates::slope).toArray();
        double perLog = Sample.mean(slopes);
        double from = Sample.mean(tails.stream().mapToDouble(tail -> tail.get(0).at().flops()).toArray());
        return new ExchangeRate(perLog, perLog * Math.log(1.01), StudentT.interval(Differences.CONFIDENCE, slopes), from,
                tails.stream().mapToInt(List::size).min().orElse(0), envelope(sizes));
    }

    private static List<CurvePoint> tail(RunResult run) {
        return run.curve().stream().filter(p -> p.at().flops() >= FROM * run.end().flops()).toList();
    }

    private static double slope(List<CurvePoint> tail) {
        return -Line.through(tail.stream().mapToDouble(p -> Math.log(p.at().flops())).toArray(),
                tail.stream().mapToDouble(CurvePoint::loss).toArray()).slope();
    }

    /** Returns the slope of the lowest mean loss over sizes at each compute. */
    private static double envelope(List<List<RunResult>> sizes) {
        List<ArmResult.Band> bands = sizes.stream().map(runs -> Curves.band(runs.stream().map(RunResult::curve).toList(), Axis.FLOPS))
                .filter(band -> band.points().size() >= FEWEST).toList();
        if (bands.size() < 2) {
            return Double.NaN;
        }
        double end = bands.stream().mapToDouble(b -> b.points().get(b.points().size() - 1).x()).min().orElseThrow();
        double begin = Math.max(FROM * end, bands.stream().mapToDouble(b -> b.points().get(0).x()).max().orElseThrow());
        double[] places = bands.get(0).points().stream().mapToDouble(ArmResult.BandPoint::x).filter(x -> x >= begin && x <= end).toArray();
        double[] lowest = new double[places.length];
        for (int i = 0; i < places.length; i++) {
            double place = places[i];
            lowest[i] = bands.stream().mapToDouble(band -> mean(band, place)).min().orElseThrow();
        }
        double[] logarithms = Arrays.stream(places).map(Math::log).toArray();
        return places.length < FEWEST ? Double.NaN : -Line.through(logarithms, lowest).slope();
    }

    private static double mean(ArmResult.Band band, double place) {
        return Curves.loss(band.points().stream().map(p -> new CurvePoint(new At(0, 0, p.x(), 0), p.mean())).toList(), Axis.FLOPS, place);
    }
}
