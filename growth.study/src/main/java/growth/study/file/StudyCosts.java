package growth.study.file;

import growth.api.Amounts;
import growth.runtime.plan.MemoryLimit;
import growth.study.file.StudyPlan.Totals;
import growth.study.file.StudyPlan.TrialPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the runs of a study cost together, and what is worth a warning.
 *
 * @param study  the study
 * @param trials what one run of each arm and trial costs
 */
record StudyCosts(Study study, List<TrialPlan> trials) {
    /** A run of fewer steps is hardly trained: losses then tell more of the number of steps than of the strategy. */
    private static final int FEW_STEPS = 200;

    /** Returns the sums over all seeds. */
    Totals totals() {
        int seeds = study.seeds().size();
        double flops = seeds * trials.stream().mapToDouble(one -> one.plan().totalFlops()).sum();
        double shared = seeds * trials.stream().mapToDouble(TrialPlan::shared).sum();
        double disk = seeds * trials.stream().mapToDouble(TrialPlan::bytes).sum();
        double seconds = seeds * trials.stream().mapToDouble(StudyCosts::seconds).sum();
        int runs = Math.min(study.parallel().runs(), seeds * trials.size());
        return new Totals(flops, shared, seconds / runs, memory(runs), disk);
    }

    /** Returns the time of one run, without what another trains for it. */
    private static double seconds(TrialPlan one) {
        double own = one.shared() > 0 ? 1 - one.shared() / one.plan().totalFlops() : 1;
        return one.plan().seconds() * own;
    }

    /** Returns the memory of the largest runs at a time: every one has its models, and all are in one process. */
    private double memory(int runs) {
        double process = trials.stream().mapToDouble(one -> one.plan().memory().process()).max().orElse(0);
        return process + trials.stream().map(one -> one.plan().memory().models()).sorted(Comparator.reverseOrder())
                .flatMap(models -> study.seeds().stream().map(seed -> models)).limit(runs).mapToDouble(Double::doubleValue).sum();
    }

    Optional<String> refusal() {
        Optional<String> one = trials.stream().flatMap(trial -> trial.plan().refusal().stream()).findFirst();
        MemoryLimit limit = MemoryLimit.now();
        double memory = totals().memory();
        return one.or(() -> memory <= limit.bytes() ? Optional.empty() : Optional.of(study.source().place("parallel.runs") + ": "
                + study.parallel().runs() + " runs at a time take " + Amounts.bytes(memory) + " of memory, and " + limit.what() + " has "
                + Amounts.bytes(limit.bytes()) + "; let fewer train at a time"));
    }

    List<String> warnings() {
        Map<String, Set<String>> arms = new LinkedHashMap<>();
        trials.forEach(one -> one.plan().warnings().forEach(line -> arms.computeIfAbsent(line, any -> new LinkedHashSet<>())
                .add(one.arm().name())));
        List<String> warnings = new ArrayList<>();
        arms.forEach((line, names) -> warnings.add(String.join(", ", names) + ": " + line));
        few().ifPresent(warnings::add);
        if (study.seeds().size() == 1) {
            warnings.add(study.source().place(StudyKeys.SEEDS) + ": one seed gives no interval: differences cannot be told from"
                    + " chance; give"
                    + " three or more");
        }
        int cores = Runtime.getRuntime().availableProcessors();
        if (study.parallel().runs() * study.parallel().workers() > cores) {
            warnings.add(study.source().place("parallel") + ": " + study.parallel().runs() + " runs of " + study.parallel().workers()
                    + " workers take turns on " + cores + " cores; fewer runs at a time are not slower");
        }
        return warnings;
    }

    private Optional<String> few() {
        Set<String> names = new TreeSet<>();
        double fewest = Double.POSITIVE_INFINITY;
        for (TrialPlan one : trials) {
            if (one.steps() < FEW_STEPS) {
                names.add(one.arm().name() + (one.trial().name().isEmpty() ? "" : " " + one.trial().name()));
                fewest = Math.min(fewest, one.steps());
            }
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(study.source().place("budget") + ": " + Math.round(Math.ceil(fewest))
                + " steps hardly train a model, and what grows then seems better than it is: " + String.join(", ", names)
                + "; raise the budget or make the batch smaller");
    }
}
