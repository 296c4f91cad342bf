package growth.study.account;

import growth.runtime.metrics.MetricsRecord.Growth;
import growth.runtime.metrics.RunMetrics;
import growth.study.account.GrowthResult.Health;
import growth.study.account.GrowthResult.Preservation;
import growth.study.account.GrowthResult.Recovery;
import growth.study.account.RunResult.CurvePoint;
import growth.study.account.StudyRecords.RunRecord;
import java.util.List;

/** Turns what a run wrote down about its growths into results. */
final class GrowthReading {
    private GrowthReading() {
    }

    /** Returns the growths of a run. */
    static List<GrowthResult> of(RunRecord run) {
        if (run.metrics().isEmpty()) {
            return List.of();
        }
        RunMetrics metrics = run.metrics().get();
        List<CurvePoint> curve = RunReading.of(run).curve();
        return metrics.growths().stream().map(growth -> of(run.seed(), growth, curve)).toList();
    }

    private static GrowthResult of(long seed, Growth growth, List<CurvePoint> curve) {
        return new GrowthResult(seed, growth.change().operator(), growth.change().from(), growth.change().to(), RunReading.at(growth.at()),
                recovery(growth, curve), new Preservation(growth.change().claimed(), growth.effect().maxLogitChange()),
                new Health(growth.effect().newGradientNorm(), growth.effect().deadParameters(), growth.effect().copyDistance()));
    }

    /**
     * A growth is measured on the first part of the validation data, and evaluations on all of it, so that the way back is read on the
     * curve alone: from the last evaluation before the growth to where the curve is down there again, not finer than evaluations are.
     */
    private static Recovery recovery(Growth growth, List<CurvePoint> curve) {
        double before = growth.effect().lossBefore();
        double after = growth.effect().lossAfter();
        At grown = RunReading.at(growth.at());
        if (after <= before) {
            return new Recovery(before, after, 0, 0);
        }
        List<CurvePoint> earlier = curve.stream().filter(p -> p.at().step() <= grown.step()).toList();
        double goal = earlier.isEmpty() ? before : earlier.get(earlier.size() - 1).loss();
        At last = grown;
        for (CurvePoint point : curve) {
            if (point.at().step() > grown.step()) {
                if (point.loss() <= goal) {
                    return new Recovery(before, after, point.at().step() - grown.step(), point.at().flops() - grown.flops());
                }
                last = point.at();
            }
        }
        return new Recovery(before, after, last == grown ? Double.NaN : Double.POSITIVE_INFINITY,
                last == grown ? Double.NaN : Double.POSITIVE_INFINITY);
    }
}
