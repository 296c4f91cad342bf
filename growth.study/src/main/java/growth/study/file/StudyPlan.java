package growth.study.file;

import growth.runtime.plan.Plan;
import growth.runtime.train.RunStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a study would do and cost.
 *
 * @param study    the study, with nothing left open
 * @param resolved the study as one file, what a study folder keeps: base run written out, budget known, paths absolute; reads back as the
 *                 same study wherever it is
 * @param runs     every run, in the order of arms, trials and seeds
 * @param trials   for each arm and trial, in the order of the runs, what one run of it costs; runs of other seeds cost as much
 * @param totals   all runs together
 * @param warnings what a user should change, or at least know; one line each
 * @param refusal  why this machine cannot train it, if it cannot
 */
public record StudyPlan(Study study, String resolved, List<StudyRun> runs, List<TrialPlan> trials, Totals totals, List<String> warnings,
        Optional<String> refusal) {
    public StudyPlan {
        runs = List.copyOf(runs);
        trials = List.copyOf(trials);
        warnings = List.copyOf(warnings);
    }

    /**
     * What one run of an arm with the settings of a trial costs.
     *
     * @param arm    the arm
     * @param trial  the settings
     * @param plan   the plan of the run with the first seed
     * @param start  how that run begins: what it can share with others
     * @param steps  optimizer steps; NaN if not known
     * @param shared FLOPs at its beginning that another arm of the same trial trains for it; 0 if none does, or if that is not known
     * @param bytes  disk space of its run folder: its checkpoint
     */
    public record TrialPlan(Arm arm, Trial trial, Plan plan, RunStart start, double steps, double shared, double bytes) {
        TrialPlan sharing(double flops) {
            return new TrialPlan(arm, trial, plan, start, steps, flops, bytes);
        }
    }

    /**
     * All runs together.
     *
     * @param flops   training FLOPs that the runs are charged; NaN if not known
     * @param shared  FLOPs among them that are not computed again, because small models are shared
     * @param seconds time on this machine; NaN if not known
     * @param memory  bytes that the runs take which train at the same time
     * @param disk    bytes of checkpoints
     */
    public record Totals(double flops, double shared, double seconds, double memory, double disk) {
    }

    /** Returns what one run of that arm and trial costs. */
    public TrialPlan trial(Cell cell) {
        return trials.stream().filter(one -> one.arm().name().equals(cell.arm().name()) && one.trial().equals(cell.trial())).findFirst()
                .orElseThrow();
    }

    /** Returns the plan of that run. */
    public Plan plan(Cell cell) {
        return trial(cell).plan();
    }

    /** Returns the plans of an arm's trials. */
    public List<TrialPlan> trials(Arm arm) {
        List<TrialPlan> own = new ArrayList<>(trials);
        own.removeIf(one -> !one.arm().name().equals(arm.name()));
        return own;
    }
}
