package growth.study.account;

import growth.api.training.EndFacts;
import growth.runtime.metrics.MetricsRecord.End;
import growth.runtime.metrics.RunMetrics;
import growth.study.account.Comparison.BatchVerdict;
import growth.study.account.Comparison.Speedup;
import growth.study.account.Comparison.Verdict;
import growth.study.account.StudyRecords.RunRecord;
import growth.study.account.Warning.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Collects what makes numbers less than they seem. */
final class Warnings {
    /** Finished compute may differ by this share: a step more or less. */
    private static final double EQUAL = 0.01;
    /** An interpolation may err by this share of the speed-up that is read from it. */
    private static final double FINE = 0.25;
    /**
     * Loss per unit of ln(compute) above which a baseline is far from where models are trained to: along the fit of Hoffmann et al. (arXiv
     * 2203.15556, approach 3) with the best size at each budget it is 0.28 at 1e18 FLOPs, 0.14 at 1e20 and 0.07 at 1e22.
     */
    private static final double STEEP = 0.3;

    private final List<Warning> all = new ArrayList<>();

    /** Returns the warnings, each once. */
    List<Warning> all() {
        return all.stream().distinct().toList();
    }

    /** Warns about what single runs of an arm tell. */
    Warnings runs(ArmResult arm, List<RunRecord> chosen) {
        Map<Outcome, List<RunResult>> ends = arm.runs().stream().collect(Collectors.groupingBy(RunResult::outcome));
        leftOut(arm, Kind.MISSING_RUN, ends.getOrDefault(Outcome.MISSING, List.of()), "no metrics");
        leftOut(arm, Kind.UNFINISHED_RUN, ends.getOrDefault(Outcome.UNFINISHED, List.of()), "not used up the budget");
        int diverged = ends.getOrDefault(Outcome.DIVERGED, List.of()).size();
        if (diverged > 0) {
            add(arm, Kind.DIVERGED, "diverged for " + diverged + " of " + Numbers.count(arm.runs().size(), "seed")
                    + ", which counts as worse than any loss");
        }
        for (RunResult run : ends.getOrDefault(Outcome.FINISHED, List.of())) {
            int evaluations = run.curve().size();
            if (evaluations < 2) {
                add(arm, Kind.FEW_EVALUATIONS, run.folder() + (evaluations == 0 ? " has no evaluation, so there is no loss"
                        : " has one evaluation, so there is no curve and no speed-up"));
            } else if (run.curve().get(evaluations - 1).at().step() < run.end().step()) {
                add(arm, Kind.OTHER, run.folder() + " was evaluated last at step " + run.curve().get(evaluations - 1).at().step() + " of "
                        + run.end().step());
            }
        }
        facts(arm, chosen);
        return this;
    }

    private void leftOut(ArmResult arm, Kind kind, List<RunResult> runs, String what) {
        if (!runs.isEmpty()) {
            String seeds = runs.stream().map(run -> String.valueOf(run.seed())).collect(Collectors.joining(", "));
            add(arm, kind, (runs.size() == 1 ? "seed " + seeds + " has " : "seeds " + seeds + " have ") + what + " and "
                    + (runs.size() == 1 ? "is" : "are") + " left out (" + runs.get(0).folder() + (runs.size() == 1 ? ")" : ", …)"));
        }
    }

    private void facts(ArmResult arm, List<RunRecord> chosen) {
        List<RunMetrics> metrics = chosen.stream().flatMap(run -> run.metrics().stream()).toList();
        metrics.forEach(run -> run.remarks().forEach(remark -> add(arm, Kind.UNREADABLE, remark)));
        List<End> ends = metrics.stream().flatMap(run -> run.end().stream()).toList();
        ends.stream().filter(end -> end.facts().isEmpty()).flatMap(end -> end.remarks().stream())
                .forEach(remark -> add(arm, Kind.OTHER, remark));
        List<EndFacts> facts = ends.stream().flatMap(end -> end.facts().stream()).toList();
        seeds(arm, Kind.UNFINISHED_RAMP, facts.stream().filter(f -> f.ramps().open() > 0).count(), facts.size(),
                "the budget ended before gates were open");
        seeds(arm, Kind.LOCKED_COPIES, facts.stream().filter(f -> f.copies().locked()).count(), facts.size(),
                "copies still have the gradients of their originals, so that the new parameters add nothing");
        seeds(arm, Kind.WORSE_THAN_GUESSING, facts.stream().filter(f -> f.guessing().worse()).count(), facts.size(),
                "the final loss is worse than guessing");
        facts.stream().flatMap(f -> f.length().missing().stream()).distinct().forEach(missing -> add(arm, Kind.OTHER, missing));
    }

    private void seeds(ArmResult arm, Kind kind, long those, int of, String text) {
        if (those > 0) {
            add(arm, kind, text + (those == of ? "" : ", for " + those + " of " + of + " seeds"));
        }
    }

    /** Warns about the arm beside the baseline: what it spent, and which of its seeds have no partner. */
    Warnings beside(ArmResult arm, ArmResult baseline) {
        double there = arm.cost().flops() / baseline.cost().flops() - 1;
        boolean finished = arm.runs().stream().allMatch(run -> run.outcome() == Outcome.FINISHED);
        if (finished && Math.abs(there) > EQUAL) {
            add(arm, Kind.UNEQUAL_COMPUTE, "finished with " + Numbers.percent(Math.abs(there)) + (there > 0 ? " more" : " less")
                    + " compute than the baseline");
        }
        List<Long> seeds = baseline.runs().stream().map(RunResult::seed).toList();
        List<Long> alone = arm.runs().stream().map(RunResult::seed).filter(seed -> !seeds.contains(seed)).toList();
        if (!alone.isEmpty()) {
            add(arm, Kind.NOT_PAIRED, "the baseline has no run of seed " + alone.stream().map(String::valueOf)
                    .collect(Collectors.joining(", ")) + "; it is not compared");
        }
        return this;
    }

    /** Warns about the tuning of an arm. */
    Warnings tuning(ArmResult arm) {
        arm.tuning().edges().forEach(edge -> add(arm, Kind.EDGE_OF_GRID, edge + "; a better value may lie beyond"));
        return this;
    }

    /** Warns where a comparison tells less than its numbers. */
    Warnings comparison(ArmResult arm, Comparison comparison, List<RunResult> baseline) {
        if (comparison.verdict() == Verdict.ONE_SEED) {
            add(arm, Kind.ONE_SEED, "one seed, no interval");
        }
        batches(arm, comparison.batches());
        for (Speedup speedup : comparison.speedups()) {
            if (speedup.axis() == Axis.FLOPS && coarse(speedup, arm.runs(), baseline)) {
                add(arm, Kind.COARSE_EVALUATIONS, "evaluations are too far apart for the speed-up at " + speedup.target().words()
                        + "; evaluate more often");
            }
        }
        return this;
    }

    private void batches(ArmResult arm, List<BatchVerdict> batches) {
        List<BatchVerdict> told = batches.stream().filter(b -> b.verdict() != Verdict.NO_RESULT).toList();
        boolean signs = told.stream().anyMatch(b -> b.mean() < 0) && told.stream().anyMatch(b -> b.mean() > 0);
        boolean decided = told.stream().anyMatch(b -> b.verdict() == Verdict.BETTER || b.verdict() == Verdict.WORSE);
        Optional<BatchVerdict> one = told.stream().filter(b -> told.stream().anyMatch(o -> apart(b, o))).findFirst();
        boolean turns = signs && told.stream().anyMatch(b -> b.verdict() == Verdict.ONE_SEED)
                || decided && told.stream().map(BatchVerdict::verdict).distinct().count() > 1;
        if (turns || one.isPresent()) {
            add(arm, Kind.TURNS_WITH_BATCH, (turns ? "the conclusion turns" : "the difference changes") + " with the batch: "
                    + told.stream().map(b -> (b.mean() < 0 ? "" : "+") + Numbers.loss(b.mean()) + " at " + b.batch())
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Returns whether each interval lies outside the other. */
    private static boolean apart(BatchVerdict one, BatchVerdict other) {
        return one.t().known() && other.t().known() && one.t().high() < other.t().low();
    }

    private static boolean coarse(Speedup speedup, List<RunResult> arm, List<RunResult> against) {
        double speed = Math.abs(Math.log(speedup.ratio().r()));
        double loss = speedup.target().loss();
        double error = Math.max(error(arm, speedup, loss), error(against, speedup, loss));
        return Double.isFinite(speed) && error > FINE * speed && error > EQUAL;
    }

    private static double error(List<RunResult> runs, Speedup speedup, double loss) {
        return runs.stream().mapToDouble(run -> Curves.error(run.curve(), speedup.axis(), loss)).max().orElse(0);
    }

    /** Warns about the study as a whole. */
    Warnings study(Noise noise, ExchangeRate exchange, List<Account.Target> targets, List<RunResult> baseline) {
        if (exchange.perLog() > STEEP) {
            all.add(new Warning("", Kind.STARVED_BASELINE, "the baseline's loss still falls steeply at its end ("
                    + Numbers.loss(exchange.perLog() * Math.log(1.1)) + " with 10 % more compute); a longer budget may tell otherwise"));
        }
        if (noise.loss().count() < 2) {
            all.add(new Warning("", Kind.NOISE_FLOOR, "the baseline has one seed, so the noise floor is not known"));
        }
        if (!noise.first()) {
            all.add(new Warning("", Kind.NOISE_FLOOR, "runs of other arms were over before the baseline's last one was begun, so its"
                    + " seeds were not fixed beforehand"));
        }
        for (Account.Target target : targets) {
            if (Double.isNaN(target.share()) && baseline.stream().anyMatch(run -> !run.curve().isEmpty()
                    && run.curve().get(0).loss() <= target.loss())) {
                all.add(new Warning("", Kind.OTHER, "the target " + target.words() + " was reached before the first evaluation; the"
                        + " speed-up there is not known"));
            }
        }
        return this;
    }

    /** Adds a warning about the arm. */
    Warnings add(ArmResult arm, Kind kind, String text) {
        all.add(new Warning(arm.name(), kind, text));
        return this;
    }
}
