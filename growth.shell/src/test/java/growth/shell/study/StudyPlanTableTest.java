package growth.shell.study;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.Amounts;
import growth.api.model.View;
import growth.runtime.config.Overrides;
import growth.runtime.plan.Plan;
import growth.shell.fake.Runs;
import growth.study.file.Arm;
import growth.study.file.StudiesComponent;
import growth.study.file.Study;
import growth.study.file.StudyPlan;
import growth.study.file.StudyPlan.TrialPlan;
import growth.study.file.StudyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyPlanTableTest {
    private static final String STUDY = """
            name: timing
            base: {model: {family: llama, layers: 12, hidden: 64, heads: 4, intermediate: 176, context: 128}, data: synthetic}
            baseline: scratch
            variants: {stack: {growth: {schedule: {kind: one-hop, from: {layers: 3}, at: 10%}, operator: stack}}}
            vary: {stack: {growth.schedule.at: [10%, 40%]}}
            seeds: 2
            budget: 1.5Tflop
            targets: [2.1, 80%]
            tuning: {training.optimizer.lr: [1e-3, 3e-3]}
            references: {small: [{layers: 3}]}
            """;
    @TempDir
    private Path folder;

    private StudyPlan plan() throws IOException {
        Path file = Files.writeString(folder.resolve("timing.yaml"), STUDY);
        Study study = new StudiesComponent(new Runs(), (run, log) -> null, (run, cache, log) -> null).read(file, List.of());
        List<TrialPlan> trials = new ArrayList<>();
        for (Arm arm : study.arms()) {
            study.trials().forEach(trial -> trials.add(new TrialPlan(arm, trial, plan(arm), null, trial.name().endsWith("3e-3") ? 600 : 500,
                    arm.name().endsWith("40pct") ? 1.5e11 : 0, 1e6)));
        }
        List<StudyRun> runs = study.cells().stream().map(cell -> new StudyRun(cell, new Runs().read(file, Overrides.empty(""))))
                .toList();
        return new StudyPlan(study, "", runs, trials, new StudyPlan.Totals(24e12, 6e11, 125, 2e9, 1.6e7), List.of("one seed is few"),
                Optional.empty());
    }

    private static Plan plan(Arm arm) {
        boolean grows = arm.run().entries().containsKey("growth");
        List<Plan.Stage> stages = new ArrayList<>();
        for (int layers : grows ? new int[] {3, 12} : new int[] {12}) {
            var shape = Runs.shape(layers);
            stages.add(new Plan.Stage(0, 1, shape, View.full(), shape.parameterCount(), 1e12, 1, 1000, 5, Optional.empty()));
        }
        return new Plan(stages, true, grows ? Optional.of("stack") : Optional.empty(), 1.5e12, Plan.Memory.host(1e8, 5e7), 30, List.of(),
                List.of(), Optional.empty());
    }

    @Test
    void showsArmsAndWhatTheyCost() throws IOException {
        List<String> lines = StudyPlanTable.lines(plan(), 200);
        assertThat(lines).contains("timing: 4 arms, 2 trials each, 2 seeds: 16 runs of 1.5 TFLOP, evaluated every 5%",
                "targets 2.1, 80% (shares: of the baseline's compute)", "tuned: training.optimizer.lr 1e-3, 3e-3",
                "in all: 24.0 TFLOP, of which 600.0 GFLOP are small models that another arm has trained already", "warning: one seed"
                        + " is few");
        String small = Amounts.count(Runs.shape(3).parameterCount());
        String large = Amounts.count(Runs.shape(12).parameterCount());
        assertThat(lines).anyMatch(line -> line.matches("scratch +4 +500–600 +" + large + " +1\\.5 TFLOP +– .*baseline, from scratch"))
                .anyMatch(line -> line.matches("stack +4 +500–600 +" + small + " → " + large + " +1\\.5 TFLOP +– .*30s  stack"))
                .anyMatch(line -> line.matches("stack-at-40pct +4 .* 10% .*30s  stack, growth\\.schedule\\.at 40%"))
                .anyMatch(line -> line.matches("size-3L +4 .*small model, from scratch"))
                .anyMatch(line -> line.contains("about 2m05s with 1 run at a time") && line.contains("16.0 MB of disk"));
    }

    @Test
    void fitsIntoANarrowTerminal() throws IOException {
        assertThat(StudyPlanTable.lines(plan(), 60)).filteredOn(line -> line.contains("growth.schedule.at"))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
    }
}
