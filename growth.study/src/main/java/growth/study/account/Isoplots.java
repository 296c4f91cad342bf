package growth.study.account;

import growth.runtime.metrics.MetricsRecord.Suite;
import growth.runtime.metrics.RunMetrics;
import growth.study.account.Isoplot.IsoCurve;
import growth.study.account.Isoplot.IsoDistance;
import growth.study.account.Isoplot.IsoPoint;
import growth.study.account.RunResult.CurvePoint;
import growth.study.account.StudyRecords.RunRecord;
import growth.study.statistics.Sample;
import growth.study.statistics.StudentT;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Compares scores of suites at equal loss. */
final class Isoplots {
    private static final int PLACES = 33;

    private Isoplots() {
    }

    /** @param chosen arm → its chosen runs, the baseline first */
    static List<Isoplot> of(Map<String, List<RunRecord>> chosen) {
        Set<String> measures = new LinkedHashSet<>();
        chosen.values().forEach(runs -> runs.forEach(run -> suites(run).forEach(s -> measures.addAll(RunReading.scores(s).keySet()))));
        return measures.stream().map(measure -> of(measure, chosen)).toList();
    }

    private static List<Suite> suites(RunRecord run) {
        return run.metrics().map(RunMetrics::suites).orElse(List.of());
    }

    private static Isoplot of(String measure, Map<String, List<RunRecord>> chosen) {
        List<IsoCurve> curves = new ArrayList<>();
        chosen.forEach((arm, runs) -> curves.add(new IsoCurve(arm, runs.stream().flatMap(run -> points(measure, run).stream()).toList())));
        List<IsoDistance> distances = curves.stream().skip(1).map(curve -> distance(curve, curves.get(0))).toList();
        return new Isoplot(measure, curves, distances);
    }

    private static List<IsoPoint> points(String measure, RunRecord run) {
        List<CurvePoint> curve = RunReading.of(run).curve();
        List<IsoPoint> points = new ArrayList<>();
        for (Suite suite : suites(run)) {
            Double score = RunReading.scores(suite).get(measure);
            curve.stream().filter(p -> p.at().step() == suite.at().step()).findFirst()
                    .ifPresent(p -> points.add(new IsoPoint(run.seed(), p.loss(), score == null ? Double.NaN : score)));
        }
        return points.stream().filter(p -> !Double.isNaN(p.score())).toList();
    }

    private static IsoDistance distance(IsoCurve arm, IsoCurve baseline) {
        double[] seeds = arm.points().stream().mapToLong(IsoPoint::seed).distinct()
                .mapToDouble(seed -> distance(falling(arm, seed), falling(baseline, seed))).filter(d -> !Double.isNaN(d)).toArray();
        return new IsoDistance(arm.arm(), Sample.mean(seeds), StudentT.interval(Differences.CONFIDENCE, seeds));
    }

    private static List<IsoPoint> falling(IsoCurve curve, long seed) {
        return curve.points().stream().filter(p -> p.seed() == seed).sorted(Comparator.comparingDouble(IsoPoint::loss)).toList();
    }

    /** Returns the mean vertical distance over the losses that both have; NaN if there are none. */
    private static double distance(List<IsoPoint> arm, List<IsoPoint> baseline) {
        if (arm.isEmpty() || baseline.isEmpty()) {
            return Double.NaN;
        }
        double low = Math.max(arm.get(0).loss(), baseline.get(0).loss());
        double high = Math.min(arm.get(arm.size() - 1).loss(), baseline.get(baseline.size() - 1).loss());
        return low > high ? Double.NaN : IntStream.range(0, PLACES).mapToDouble(i -> low + i * (high - low) / (PLACES - 1))
                .map(loss -> score(arm, loss) - score(baseline, loss)).average().orElseThrow();
    }

    /** Returns the score at a loss between two checkpoints, along a straight line. */
    private static double score(List<IsoPoint> points, double loss) {
        int next = (int) points.stream().filter(p -> p.loss() < loss).count();
        IsoPoint right = points.get(Math.min(next, points.size() - 1));
        if (next == 0 || right.loss() == loss) {
            return right.score();
        }
        IsoPoint left = points.get(next - 1);
        return next == points.size() ? left.score()
                : left.score() + (loss - left.loss()) / (right.loss() - left.loss()) * (right.score() - left.score());
    }
}
