package growth.study.account;

import growth.study.account.StudyRecords.ArmRecords;
import growth.study.account.StudyRecords.RunRecord;
import growth.study.account.Tuning.Choice;
import growth.study.account.Tuning.SeedLoss;
import growth.study.account.Tuning.Trial;
import growth.study.statistics.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Chooses the trials of an arm: for each seed the one with the lowest validation loss at the fixed end. */
final class Tunings {
    private Tunings() {
    }

    /** Returns the chosen run of each seed, in the order in which seeds come up. */
    static List<RunRecord> chosen(List<RunRecord> runs) {
        Map<Long, List<RunRecord>> seeds = new LinkedHashMap<>();
        runs.forEach(run -> seeds.computeIfAbsent(run.seed(), seed -> new ArrayList<>()).add(run));
        return seeds.values().stream().map(trials -> trials.stream().min(Comparator.comparingDouble(Tunings::loss)).orElseThrow()).toList();
    }

    /** Returns the loss for the choice; a run without a loss is never chosen before one with a loss, even an infinite one. */
    private static double loss(RunRecord run) {
        return RunReading.of(run).loss();
    }

    /** Returns the account of the grid. */
    static Tuning of(ArmRecords arm, Map<String, List<String>> grid) {
        Map<String, List<RunRecord>> trials = new LinkedHashMap<>();
        arm.runs().forEach(run -> trials.computeIfAbsent(run.trial(), trial -> new ArrayList<>()).add(run));
        List<RunRecord> chosen = chosen(arm.runs());
        List<Choice> choices = chosen.stream().map(run -> new Choice(run.seed(), run.trial(), loss(run))).toList();
        if (grid.isEmpty()) {
            return new Tuning(List.of(), List.of(), Sample.median(known(choices)), List.of());
        }
        List<Trial> all = trials.entrySet().stream().map(trial -> new Trial(trial.getKey(), trial.getValue().get(0).tuned(),
                trial.getValue().stream().map(run -> new SeedLoss(run.seed(), loss(run))).toList())).toList();
        List<String> edges = new ArrayList<>();
        grid.forEach((path, values) -> edge(path, values, chosen, edges));
        return new Tuning(all, choices, Sample.median(known(choices)), edges);
    }

    private static double[] known(List<Choice> choices) {
        return choices.stream().mapToDouble(Choice::loss).filter(loss -> !Double.isNaN(loss)).toArray();
    }

    /** Adds a line if the best value of a number lies at an end of its grid, where a better one may lie beyond. */
    private static void edge(String path, List<String> values, List<RunRecord> chosen, List<String> edges) {
        List<Double> numbers = values.stream().map(Numbers::parse).toList();
        if (values.size() < 2 || numbers.stream().anyMatch(n -> n.isNaN())) {
            return;
        }
        List<RunRecord> ended = chosen.stream().filter(run -> !Double.isNaN(loss(run))).toList();
        for (boolean highest : new boolean[] {false, true}) {
            double end = numbers.stream().mapToDouble(n -> n).reduce(highest ? Math::max : Math::min).orElseThrow();
            long there = ended.stream().filter(run -> Numbers.parse(run.tuned().getOrDefault(path, "")) == end).count();
            if (there > 0) {
                edges.add(path + " is best at " + values.get(numbers.indexOf(end)) + ", the " + (highest ? "highest" : "lowest")
                        + " of its grid" + (there == ended.size() ? "" : ", for " + there + " of " + ended.size() + " seeds"));
            }
        }
    }
}
