package growth.study.account;

import growth.runtime.metrics.MetricsRecord.Suite;
import growth.runtime.metrics.RunMetrics;
import growth.study.account.Isoplot.IsoCurve;
import growth.study.account.Isoplot.IsoDistance;
import growth.study.account.Isoplot.IsoPoint;
import growth.study.account.RunResult.CurvePoint;
import growth.study.account.StudyRecords.RunRecord;
import growth.study.statistics.Line;
import growth.study.statistics.Sample;
import growth.study.statistics.StudentT;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares scores of suites at equal loss. */
final class Isoplots {
    private Isoplots() {
    }

    /** @param chosen arm → its chosen runs, the baseline first */
    static List<Isoplot> of(Map<String, List<RunRecord>> chosen) {
        Map<RunRecord, List<Scored>> scores = new IdentityHashMap<>();
        chosen.values().forEach(runs -> runs.forEach(run -> scores.put(run, scores(run))));
        Set<String> measures = new LinkedHashSet<>();
        chosen.values().forEach(runs -> runs.forEach(run -> scores.get(run).forEach(at -> measures.addAll(at.scores.keySet()))));
        return measures.stream().map(measure -> {
            List<IsoCurve> curves = new ArrayList<>();
            chosen.forEach((arm, runs) -> curves.add(new IsoCurve(arm, runs.stream()
                    .flatMap(run -> points(measure, run.seed(), scores.get(run)).stream()).toList())));
            return new Isoplot(measure, curves, curves.stream().skip(1).map(curve -> distance(curve, curves.get(0))).toList());
        }).toList();
    }

    /**
     * @param loss   validation loss
     * @param scores measure → score at the same step
     */
    private record Scored(double loss, Map<String, Double> scores) {
    }

    private static List<Scored> scores(RunRecord run) {
        List<Scored> scores = new ArrayList<>();
        List<Suite> lines = run.metrics().map(RunMetrics::suites).orElse(List.of());
        for (CurvePoint point : RunReading.of(run).curve()) {
            Map<String, Double> at = SuiteReading.scores(lines.stream().filter(line -> line.at().step() == point.at().step()).toList());
            if (!at.isEmpty()) {
                scores.add(new Scored(point.loss(), at));
            }
        }
        return scores;
    }

    private static List<IsoPoint> points(String measure, long seed, List<Scored> scores) {
        return scores.stream().filter(at -> Double.isFinite(at.scores.getOrDefault(measure, Double.NaN)))
                .map(at -> new IsoPoint(seed, at.loss, at.scores.get(measure))).toList();
    }

    private static IsoDistance distance(IsoCurve arm, IsoCurve baseline) {
        double[] seeds = arm.points().stream().mapToLong(IsoPoint::seed).distinct()
                .mapToDouble(seed -> distance(of(arm, seed), of(baseline, seed))).filter(Double::isFinite).toArray();
        return new IsoDistance(arm.arm(), Sample.mean(seeds), StudentT.interval(Differences.CONFIDENCE, seeds));
    }

    private static List<IsoPoint> of(IsoCurve curve, long seed) {
        return curve.points().stream().filter(p -> p.seed() == seed).toList();
    }

    /**
     * Returns the mean vertical distance of the two lines over the losses that both have reached, which is that in their middle; NaN if
     * there are none, or one of the two has no two different losses.
     */
    private static double distance(List<IsoPoint> arm, List<IsoPoint> baseline) {
        DoubleSummaryStatistics mine = arm.stream().mapToDouble(IsoPoint::loss).summaryStatistics();
        DoubleSummaryStatistics others = baseline.stream().mapToDouble(IsoPoint::loss).summaryStatistics();
        double low = Math.max(mine.getMin(), others.getMin());
        double high = Math.min(mine.getMax(), others.getMax());
        if (arm.isEmpty() || baseline.isEmpty() || low > high) {
            return Double.NaN;
        }
        Line first = IsoCurve.line(arm);
        Line second = IsoCurve.line(baseline);
        return first.intercept() - second.intercept() + (first.slope() - second.slope()) * (low + high) / 2;
    }
}
