package growth.shell.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.Progress;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.GrowthStarted;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.report.monitor.RunMonitor;
import growth.report.monitor.RunMonitors;
import growth.shell.doctor.Finding.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrainingCheckTest {
    private final RunMonitors runs = new RunMonitors();
    private final RunMonitor run = runs.add("small", false);

    private static Progress progress(long step, double seconds) {
        return new Progress(step, 64 * step, 0, step, seconds, 0, 1, OptionalDouble.empty(), 0);
    }

    private void step(long step, double seconds) {
        run.on(new StepCompleted(progress(step, seconds), 1, 1, 1, 1));
    }

    private Finding after(long seconds) {
        long now = run.snapshot().heard().event() + 1000 * seconds;
        List<Finding> findings = Finding.of("training", new TrainingCheck(runs, () -> now).execute());
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private Verdict verdict(long seconds) {
        return after(seconds).verdict();
    }

    @Test
    void silenceIsJudgedByHowLongStepsTake() {
        assertThat(after(0)).isEqualTo(new Finding(Verdict.OK, "training", "small: not begun", ""));
        run.on(new RunStarted("small", Path.of("x"), false, progress(0, 0)));
        step(1, 0.5);
        step(2, 1.0);
        assertThat(after(3).fact()).isEqualTo("small: step 2, heard of 3s ago");
        assertThat(List.of(verdict(60), verdict(61), verdict(1800), verdict(1801)))
                .containsExactly(Verdict.OK, Verdict.WARN, Verdict.WARN, Verdict.FAIL);
        // a step of 100 s: 30 of them are 50 minutes
        step(3, 101.0);
        step(4, 201.0);
        assertThat(List.of(verdict(1900), verdict(2100), verdict(6600), verdict(6800)))
                .containsExactly(Verdict.OK, Verdict.WARN, Verdict.WARN, Verdict.FAIL);
        assertThat(after(2100).remedy()).contains("SIGTERM saves");
    }

    @Test
    void aGrowthMayTakeItsTime() {
        run.on(new RunStarted("small", Path.of("x"), false, progress(0, 0)));
        run.on(new GrowthStarted(progress(2, 1), "stack", null, null));
        assertThat(after(7200)).satisfies(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.WARN))
                .satisfies(finding -> assertThat(finding.fact()).endsWith(", grows"));
    }

    @Test
    void whatHasEndedIsNotSilent() {
        RunEnded.Outcome[] outcomes = RunEnded.Outcome.values();
        for (RunEnded.Outcome outcome : outcomes) {
            TrainingEvent end = new RunEnded(progress(2, 1), outcome);
            run.on(end);
            boolean well = outcome == RunEnded.Outcome.FINISHED || outcome == RunEnded.Outcome.STOPPED;
            assertThat(verdict(9999)).as(outcome.name()).isEqualTo(well ? Verdict.OK : Verdict.WARN);
        }
    }
}
