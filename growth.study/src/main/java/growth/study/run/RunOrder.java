package growth.study.run;

import growth.runtime.plan.Plan;
import growth.study.file.Arm;
import growth.study.file.StudyPlan;
import growth.study.file.StudyRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.stream.Collectors;

/** The order in which the runs of a study start. */
final class RunOrder {
    /** Costs that differ by less are the same: a budget is overshot by part of a step. */
    private static final double ALIKE = 1.05;

    private RunOrder() {
    }

    /**
     * Returns all runs: those of the baseline first, because their spread is the noise floor; then the cheapest; among runs that cost
     * the same those of the first seed, so that every arm can be looked at early, variants before references, and those that grow earlier,
     * because later ones can branch from them. For that, runs that grow from the same small model stay together.
     */
    static List<StudyRun> of(StudyPlan plan) {
        Map<StudyRun, Integer> cost = costs(plan, Math::min);
        return sorted(plan, Comparator.comparing((StudyRun run) -> run.arm().role() != Arm.Role.BASELINE).thenComparing(cost::get));
    }

    /**
     * Returns all runs, the longest first, by planned FLOPs; those whose cost nobody knows begin, because they may be the longest. What
     * costs the same, and runs that grow from the same small model, stand as in the other order, so that the same runs branch.
     */
    static List<StudyRun> longestFirst(StudyPlan plan) {
        Map<StudyRun, Integer> cost = costs(plan, Math::max);
        return sorted(plan, Comparator.comparing((StudyRun run) -> -cost.get(run))
                .thenComparing(run -> run.arm().role() != Arm.Role.BASELINE));
    }

    private static List<StudyRun> sorted(StudyPlan plan, Comparator<StudyRun> first) {
        List<Long> seeds = plan.study().seeds();
        List<StudyRun> order = new ArrayList<>(plan.runs());
        order.sort(first.thenComparing(run -> seeds.indexOf(run.seed()))
                .thenComparing(run -> run.arm().role())
                .thenComparing(run -> firstGrowth(plan.trial(run.cell()).plan())));
        return order;
    }

    /**
     * Ranks runs by cost, those that cost alike with the same rank; runs of unknown cost come last.
     *
     * @param joined the rank of runs that grow from the same small model, from the ranks of two of them
     */
    private static Map<StudyRun, Integer> costs(StudyPlan plan, IntBinaryOperator joined) {
        List<StudyRun> cheapest = new ArrayList<>(plan.runs());
        cheapest.sort(Comparator.comparingDouble(run -> plan.trial(run.cell()).plan().totalFlops()));
        Map<StudyRun, Integer> ranks = new HashMap<>();
        int rank = 0;
        double first = Double.NaN;
        for (StudyRun run : cheapest) {
            double flops = plan.trial(run.cell()).plan().totalFlops();
            if (ranks.isEmpty() || !(flops <= first * ALIKE) && !(Double.isNaN(flops) && Double.isNaN(first))) {
                rank++;
                first = flops;
            }
            ranks.put(run, rank);
        }
        plan.runs().stream().filter(run -> run.run().growth().isPresent()).collect(Collectors.groupingBy(run -> together(plan, run)))
                .values().forEach(family -> {
                    int together = family.stream().mapToInt(ranks::get).reduce(joined).orElseThrow();
                    family.forEach(run -> ranks.put(run, together));
                });
        return ranks;
    }

    private static String together(StudyPlan plan, StudyRun run) {
        List<Plan.Stage> stages = plan.trial(run.cell()).plan().stages();
        return run.trial().name() + " " + (stages.isEmpty() ? "" : stages.get(0).shape());
    }

    /** Returns when the model changes first, in tokens; infinite if it does not, or if nobody knows. */
    private static double firstGrowth(Plan plan) {
        double from = plan.stages().size() > 1 ? plan.stages().get(1).from() : Double.NaN;
        return Double.isNaN(from) ? Double.POSITIVE_INFINITY : from;
    }
}
