package growth.study.file;

import growth.runtime.plan.Plan;
import java.util.List;
import java.util.Optional;

/**
 * What a study would do and cost.
 *
 * @param study    the study, with nothing left open: its resolved text is what a study folder keeps
 * @param runs     every run, in the order of arms, trials and seeds
 * @param trials   for each arm and trial, in the order of the runs, what one run of it costs; runs of other seeds cost as much
 * @param warnings what a user should change, or at least know; one line each
 */
public record StudyPlan(Study study, List<StudyRun> runs, List<TrialPlan> trials, List<String> warnings) {
    public StudyPlan {
        runs = List.copyOf(runs);
        trials = List.copyOf(trials);
        warnings = List.copyOf(warnings);
    }

    /**
     * What one run of an arm with the settings of a trial costs.
     *
     * @param arm   the arm
     * @param trial the settings
     * @param plan  the plan of the run with the first seed
     */
    public record TrialPlan(Arm arm, Trial trial, Plan plan) {
    }

    /** Returns the plan of that run. */
    public Plan plan(Cell cell) {
        return trials.stream().filter(one -> one.arm().equals(cell.arm()) && one.trial().equals(cell.trial())).findFirst()
                .orElseThrow().plan();
    }

    /** Returns why this machine cannot train it, if it cannot. */
    public Optional<String> refusal() {
        return trials.stream().flatMap(one -> one.plan().refusal().stream()).findFirst();
    }
}
