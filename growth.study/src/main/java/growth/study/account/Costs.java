package growth.study.account;

import growth.api.training.Took;
import growth.runtime.metrics.MetricsRecord;
import growth.runtime.metrics.Point;
import growth.runtime.metrics.RunMetrics;
import growth.study.account.ArmResult.Cost;
import growth.study.account.ArmResult.CostItem;
import growth.study.account.StudyRecords.RunRecord;
import growth.study.statistics.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Itemises what runs cost. Training, searches and what operators learn are the run's own FLOPs and seconds, on which arms are compared;
 * evaluation and checkpoints come on top and are shown beside them.
 */
final class Costs {
    private static final Took NOTHING = new Took(OptionalDouble.of(0), OptionalDouble.of(0));

    private Costs() {
    }

    /**
     * Returns what a run of the arm cost, as the mean over the chosen runs.
     *
     * @param chosen one run a seed
     * @param all    all trials of all seeds
     */
    static Cost of(List<RunRecord> chosen, List<RunRecord> all) {
        List<RunMetrics> runs = metrics(chosen);
        List<CostItem> items = new ArrayList<>();
        items.add(mean("small model", runs, run -> small(run), true));
        items.add(mean("final model", runs, run -> minus(minus(minus(total(run), small(run)), searches(run)), learning(run)), true));
        items.add(mean("searches", runs, Costs::searches, true));
        items.add(mean("growing", runs, Costs::learning, true));
        items.add(mean("evaluation", runs, Costs::evaluation, false));
        items.add(mean("checkpoints", runs, Costs::checkpoints, false));
        CostItem total = mean("", runs, Costs::total, true);
        List<RunMetrics> trials = metrics(all);
        int each = chosen.isEmpty() ? 0 : (int) Math.round(all.size() / (double) chosen.size());
        return new Cost(items, total.flops(), total.seconds(), each,
                trials.stream().mapToDouble(run -> total(run).flops().orElse(0)).sum(),
                trials.stream().mapToDouble(run -> total(run).seconds().orElse(0)).sum());
    }

    private static List<RunMetrics> metrics(List<RunRecord> runs) {
        return runs.stream().flatMap(run -> run.metrics().stream()).filter(run -> run.last().isPresent()).toList();
    }

    private static CostItem mean(String what, List<RunMetrics> runs, Function<RunMetrics, Took> item, boolean charged) {
        List<Took> took = runs.stream().map(item).toList();
        return new CostItem(what, mean(took, t -> t.flops().orElse(Double.NaN)), mean(took, t -> t.seconds().orElse(Double.NaN)), charged);
    }

    private static double mean(List<Took> took, ToDoubleFunction<Took> number) {
        return Sample.mean(took.stream().mapToDouble(number).toArray());
    }

    private static Took total(RunMetrics run) {
        return took(run.last().orElseThrow());
    }

    private static Took took(Point at) {
        return took(at.seconds(), at.flops());
    }

    private static Took took(double seconds, double flops) {
        return new Took(OptionalDouble.of(seconds), OptionalDouble.of(flops));
    }

    /** Returns the training before the last growth, without searches and learning until then; nothing for a run that never grew. */
    private static Took small(RunMetrics run) {
        if (run.growths().isEmpty()) {
            return NOTHING;
        }
        Point grown = run.growths().get(run.growths().size() - 1).at();
        return minus(minus(took(grown), searches(run, grown)), learning(run));
    }

    private static Took searches(RunMetrics run) {
        return searches(run, run.last().orElseThrow());
    }

    private static Took searches(RunMetrics run, Point until) {
        return sum(run.searches().stream().filter(s -> !s.at().after(until)).flatMap(s -> Stream.of(s.training(), s.scoring())));
    }

    private static Took learning(RunMetrics run) {
        return sum(run.growths().stream().map(MetricsRecord.Growth::took));
    }

    private static Took evaluation(RunMetrics run) {
        return sum(Stream.concat(run.evaluations().stream().map(MetricsRecord.Evaluation::took),
                run.suites().stream().map(MetricsRecord.Suite::took)));
    }

    private static Took checkpoints(RunMetrics run) {
        return took(run.checkpoints().stream().mapToDouble(c -> c.seconds().orElse(Double.NaN)).sum(), 0);
    }

    private static Took sum(Stream<Took> parts) {
        List<Took> all = parts.toList();
        return took(all.stream().mapToDouble(t -> t.seconds().orElse(Double.NaN)).sum(),
                all.stream().mapToDouble(t -> t.flops().orElse(Double.NaN)).sum());
    }

    /** Returns the rest; a part that was not recorded stays in it. */
    private static Took minus(Took all, Took part) {
        return took(rest(all.seconds(), part.seconds()), rest(all.flops(), part.flops()));
    }

    private static double rest(OptionalDouble all, OptionalDouble part) {
        return all.orElse(Double.NaN) - (Double.isNaN(part.orElse(Double.NaN)) ? 0 : part.getAsDouble());
    }
}
