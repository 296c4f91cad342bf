package growth.study.account;

import growth.study.account.Account.Target;
import growth.study.account.Comparison.BatchVerdict;
import growth.study.account.Comparison.Difference;
import growth.study.account.Comparison.Power;
import growth.study.account.Comparison.Speedup;
import growth.study.account.Comparison.SpeedupCurve;
import growth.study.account.Comparison.Verdict;
import growth.study.account.StudyRecords.RunRecord;
import growth.study.statistics.Holm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares arms.
 *
 * @param targets  of the study
 * @param baseline chosen runs of the baseline, which targets that are shares are read from
 * @param exchange loss saved per unit of ln(compute)
 * @param grid     tuned setting → values
 */
record Comparisons(List<Target> targets, List<RunResult> baseline, double exchange, Map<String, List<String>> grid) {
    /** Ends of the names of settings that say how much data a step takes. */
    private static final String BATCH = "training.batch";

    /**
     * An arm.
     *
     * @param name   of it
     * @param chosen runs, one a seed
     * @param all    trials of all seeds
     */
    record Side(String name, List<RunResult> chosen, List<RunRecord> all) {
    }

    /** Returns each arm against the other, with p adjusted for their number, measure by measure. */
    List<Comparison> of(List<Side> arms, Side against) {
        List<Difference> losses = adjusted(arms.stream().map(arm -> difference(Measures.LOSS, arm, against)).toList());
        List<List<Difference>> others = new ArrayList<>(arms.stream().map(arm -> List.<Difference>of()).toList());
        List<String> measures = arms.stream().flatMap(arm -> Differences.others(arm.chosen(), against.chosen()).stream()).distinct()
                .toList();
        for (String measure : measures) {
            List<Difference> all = adjusted(arms.stream().map(arm -> difference(measure, arm, against)).toList());
            for (int i = 0; i < arms.size(); i++) {
                if (!all.get(i).seeds().isEmpty()) {
                    List<Difference> more = new ArrayList<>(others.get(i));
                    more.add(all.get(i));
                    others.set(i, more);
                }
            }
        }
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            comparisons.add(of(arms.get(i), against, losses.get(i), others.get(i)));
        }
        return comparisons;
    }

    private Difference difference(String measure, Side arm, Side against) {
        return Differences.of(measure, arm.chosen(), against.chosen(), measure.equals(Measures.LOSS) ? exchange : Double.NaN);
    }

    private static List<Difference> adjusted(List<Difference> differences) {
        List<Double> p = Holm.adjusted(differences.stream().map(Difference::p).toList());
        List<Difference> adjusted = new ArrayList<>();
        for (int i = 0; i < p.size(); i++) {
            adjusted.add(Differences.adjusted(differences.get(i), p.get(i)));
        }
        return adjusted;
    }

    private Comparison of(Side arm, Side against, Difference loss, List<Difference> others) {
        Verdict verdict = Differences.verdict(loss);
        Power power = Differences.power(loss);
        double noise = Spreads.of(baseline.stream().mapToDouble(RunResult::loss).toArray()).deviation();
        List<Speedup> speedups = new ArrayList<>();
        for (Target target : targets) {
            Map<Long, Double> losses = Speedups.losses(target, baseline);
            Arrays.stream(Axis.values()).forEach(axis -> speedups.add(Speedups.at(target, axis, arm.chosen(), against.chosen(), losses)));
        }
        List<SpeedupCurve> curves = Arrays.stream(Axis.values()).map(axis -> Speedups.curve(axis, arm.chosen(), against.chosen())).toList();
        String words = Differences.words(loss, verdict, power, noise);
        return new Comparison(arm.name(), against.name(), loss, others, verdict, words, power, speedups, curves, batches(arm, against));
    }

    /** Returns the comparison within each batch of the grid: of the best trials with that batch on both sides. */
    private List<BatchVerdict> batches(Side arm, Side against) {
        Optional<String> path = grid.keySet().stream().filter(p -> p.equals(BATCH) && grid.get(p).size() > 1).findFirst();
        return path.isEmpty() ? List.of() : grid.get(path.get()).stream().map(batch -> {
            Difference loss = Differences.of(Measures.LOSS, best(arm, path.get(), batch), best(against, path.get(), batch), Double.NaN);
            return new BatchVerdict(batch, loss.mean(), loss.t(), Differences.verdict(loss));
        }).toList();
    }

    private static List<RunResult> best(Side side, String path, String batch) {
        List<RunRecord> those = side.all().stream().filter(run -> batch.equals(run.tuned().get(path))).toList();
        return Tunings.chosen(those).stream().map(RunReading::of).toList();
    }
}
