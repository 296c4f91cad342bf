package growth.study.account;

import growth.study.account.Account.Target;
import growth.study.account.Comparison.PairedValue;
import growth.study.account.Comparison.Ratio;
import growth.study.account.Comparison.Speedup;
import growth.study.account.Comparison.SpeedupCurve;
import growth.study.account.Comparison.SpeedupPoint;
import growth.study.account.RunResult.CurvePoint;
import growth.study.statistics.Interval;
import growth.study.statistics.Sample;
import growth.study.statistics.StudentT;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How much sooner one arm reaches a loss than another: r is what the other spends over what the arm spends, small models, searches and what
 * operators learn included. Ratios are averaged over seeds as logarithms, so that twice as fast and half as fast cancel.
 */
final class Speedups {
    /** Curves have a point for each evaluation of the baseline, but no more than this. */
    private static final int POINTS = 200;

    private Speedups() {
    }

    /**
     * Returns the losses of a target, seed by seed.
     *
     * @param target   of the study
     * @param baseline runs of the baseline
     */
    static Map<Long, Double> losses(Target target, List<RunResult> baseline) {
        Map<Long, Double> losses = new TreeMap<>();
        for (RunResult run : baseline) {
            losses.put(run.seed(), Double.isNaN(target.share()) ? target.loss() : lossAt(run, target.share()));
        }
        return losses;
    }

    /** Returns the loss of a run after a share of its compute; NaN if it has not ended, or was not evaluated by then. */
    static double lossAt(RunResult run, double share) {
        return run.outcome() != Outcome.FINISHED ? Double.NaN : share >= 1 ? run.loss()
                : Curves.loss(run.curve(), Axis.FLOPS, share * run.end().flops());
    }

    /** Returns the speed-up at a target, by seed. */
    static Speedup at(Target target, Axis axis, List<RunResult> arm, List<RunResult> against, Map<Long, Double> losses) {
        List<PairedValue> seeds = new ArrayList<>();
        for (RunResult run : arm) {
            double loss = losses.getOrDefault(run.seed(), Double.NaN);
            against.stream().filter(r -> r.seed() == run.seed() && counts(r) && counts(run) && !Double.isNaN(loss)).findFirst()
                    .ifPresent(other -> seeds.add(new PairedValue(run.seed(), reach(run, axis, loss), reach(other, axis, loss))));
        }
        return new Speedup(target, axis, ratio(seeds), seeds);
    }

    /** A run that diverged reaches nothing, whatever it had reached before: that model is lost. */
    private static double reach(RunResult run, Axis axis, double loss) {
        return run.outcome() == Outcome.DIVERGED ? Double.POSITIVE_INFINITY : Curves.reach(run.curve(), axis, loss);
    }

    /** Returns whether the run has a result; one that is not over may reach more yet. */
    private static boolean counts(RunResult run) {
        return run.outcome() == Outcome.DIVERGED || finished(run);
    }

    private static boolean finished(RunResult run) {
        return run.outcome() == Outcome.FINISHED && !run.curve().isEmpty();
    }

    /** Returns the ratio over seeds; seeds that neither reaches tell nothing. */
    static Ratio ratio(List<PairedValue> seeds) {
        double[] logarithms = seeds.stream().filter(s -> Double.isFinite(s.arm()) || Double.isFinite(s.against()))
                .mapToDouble(s -> Math.log(s.against()) - Math.log(s.arm())).toArray();
        int reached = (int) seeds.stream().filter(s -> Double.isFinite(s.arm())).count();
        double r = logarithms.length == 0 ? Double.NaN : Math.exp(Sample.mean(logarithms));
        Interval logarithm = StudentT.interval(Differences.CONFIDENCE, logarithms);
        Interval interval = logarithm.known() ? new Interval(Math.exp(logarithm.low()), Math.exp(logarithm.high())) : Interval.NONE;
        return new Ratio(r, r - 1, 1 - 1 / r, interval,
                interval.known() ? new Interval(1 - 1 / interval.low(), 1 - 1 / interval.high()) : Interval.NONE, reached, seeds.size());
    }

    /**
     * Returns r at each loss that all seeds of both arms reach after their first evaluation: those that the other had at its evaluations.
     * Seeds that diverged have no such curve; targets and the verdict count them.
     */
    static SpeedupCurve curve(Axis axis, List<RunResult> arm, List<RunResult> against) {
        List<RunResult> arms = arm.stream().filter(Speedups::finished)
                .filter(run -> against.stream().anyMatch(o -> o.seed() == run.seed() && finished(o))).toList();
        List<RunResult> others = arms.stream().map(run -> against.stream().filter(o -> o.seed() == run.seed()).findFirst().orElseThrow())
                .toList();
        List<List<CurvePoint>> all = new ArrayList<>(arms.stream().map(RunResult::curve).toList());
        others.forEach(o -> all.add(o.curve()));
        if (all.stream().anyMatch(c -> c.size() < 2) || all.isEmpty()) {
            return new SpeedupCurve(axis, List.of());
        }
        double highest = extreme(all, c -> c.get(0).loss(), false);
        double lowest = extreme(all, c -> c.stream().mapToDouble(CurvePoint::loss).min().orElseThrow(), true);
        double[] losses = others.stream().flatMap(o -> o.curve().stream()).mapToDouble(CurvePoint::loss)
                .filter(loss -> loss < highest && loss >= lowest).distinct().sorted().toArray();
        int every = Math.max(1, (losses.length + POINTS - 1) / POINTS);
        List<SpeedupPoint> points = new ArrayList<>();
        for (int i = losses.length - 1; i >= 0; i--) {
            if ((losses.length - 1 - i) % every == 0 || i == 0) {
                points.add(point(axis, arms, others, losses[i]));
            }
        }
        return new SpeedupCurve(axis, points);
    }

    private static double extreme(List<List<CurvePoint>> curves, ToDoubleFunction<List<CurvePoint>> loss, boolean largest) {
        double[] losses = curves.stream().mapToDouble(loss).toArray();
        return largest ? Arrays.stream(losses).max().orElseThrow() : Arrays.stream(losses).min().orElseThrow();
    }

    private static SpeedupPoint point(Axis axis, List<RunResult> arms, List<RunResult> others, double loss) {
        List<PairedValue> seeds = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            seeds.add(new PairedValue(arms.get(i).seed(), Curves.reach(arms.get(i).curve(), axis, loss),
                    Curves.reach(others.get(i).curve(), axis, loss)));
        }
        Ratio ratio = ratio(seeds);
        return new SpeedupPoint(loss, ratio.r(), ratio.interval());
    }
}
