package growth.shell.study;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.Score;
import growth.api.training.Took;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.runtime.metrics.MetricsRecord.End;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.Point;
import growth.runtime.metrics.RunMetrics;
import growth.runtime.metrics.Steps;
import growth.shell.text.TextWidth;
import growth.study.account.Account;
import growth.study.account.AccountBuilder;
import growth.study.account.RunFacts;
import growth.study.account.StudyRecords;
import growth.study.account.StudyRecords.ArmRecords;
import growth.study.account.StudyRecords.Rules;
import growth.study.account.StudyRecords.RunRecord;
import growth.study.account.StudyRecords.TargetRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table says what the account says, and fits. */
class AccountTableTest {
    private static final double[] SEEDS = {0.010, -0.006, 0.003};

    private static RunMetrics run(double speed, double shift, Outcome outcome) {
        List<Evaluation> all = IntStream.rangeClosed(1, 100).mapToObj(i -> new Evaluation(new Point(i, 10L * i, 0, 1e10 * i, i, 0),
                new Score(2 + shift + 0.8 * Math.pow(speed * i / 100, -0.3), 100, 30, OptionalDouble.of(1.5)), Map.of(),
                new Took(OptionalDouble.of(0.1), OptionalDouble.of(1e8)), Optional.empty())).toList();
        return new RunMetrics(List.of(), List.of(), Steps.NONE, all, List.of(), List.of(), List.of(), List.of(),
                Optional.of(new End(new Point(100, 1000, 0, 1e12, 100, 0), outcome, List.of(), Optional.empty())), List.of());
    }

    private static ArmRecords arm(String name, double speed, Map<String, String> varied, Outcome last) {
        List<RunRecord> runs = new ArrayList<>();
        for (int i = 0; i < SEEDS.length; i++) {
            runs.add(new RunRecord(i + 1, "", Map.of(), "runs/" + name + "/seed-" + (i + 1),
                    Optional.of(run(speed, SEEDS[i] + (speed == 1 ? 0 : 0.002 * i), i == 2 ? last : Outcome.FINISHED)), RunFacts.NONE));
        }
        return new ArmRecords(name, name.equals("scratch") ? "baseline" : name.startsWith("size") ? "reference" : "variant", varied,
                varied.isEmpty() ? "" : "stack", runs);
    }

    private static Account account() {
        return AccountBuilder.account(new StudyRecords(new Rules("growth on the classics", "1 TFLOP",
                List.of(new TargetRule(0.5, Double.NaN)), List.of(), Map.of()), List.of(arm("scratch", 1, Map.of(), Outcome.FINISHED),
                        arm("stack-at-5", 1.45, Map.of("growth.schedule.at", "5%"), Outcome.FINISHED),
                        arm("stack-at-60", 1.1, Map.of("growth.schedule.at", "60%"), Outcome.FINISHED),
                        arm("msg", 0.8, Map.of(), Outcome.FINISHED), arm("wild", 1.2, Map.of(), Outcome.DIVERGED),
                        arm("size-2L", 1.05, Map.of(), Outcome.FINISHED))));
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 120, 160})
    void fitsTheWidth(int width) {
        assertThat(AccountTable.lines(account(), width)).allSatisfy(line -> assertThat(TextWidth.columns(line)).isLessThanOrEqualTo(width));
    }

    @Test
    void saysWhatTheAccountSays() {
        List<String> lines = AccountTable.lines(account(), 80);
        assertThat(lines.get(0)).isEqualTo("growth on the classics: 5 arms against scratch, seeds 1, 2, 3, 1 TFLOP each");
        assertThat(lines).anyMatch(l -> l.matches("arm +loss +difference, 95 % +less compute +verdict"))
                .anyMatch(l -> l.matches("scratch +2\\.8023 +baseline"))
                .anyMatch(l -> l.matches("stack-at-5 +2\\.\\d{4} +-0\\.\\d{4} ± 0\\.\\d{4} +\\d+% \\(\\d+…\\d+\\) +better, p .*"))
                .anyMatch(l -> l.matches("msg +2\\.\\d{4} +\\+0\\.\\d{4} ± 0\\.\\d{4} +never \\(∞\\) +worse, p .*"))
                .anyMatch(l -> l.matches("wild \\[\\d\\] +diverged +– +∞ for 1 of 3 +worse: diverged.*"))
                .anyMatch(l -> l.matches("\\[\\d\\] diverged for 1 of 3 seeds.*"))
                .anyMatch(l -> l.startsWith("- stack-at-5 reaches the baseline's final loss with "));
        assertThat(lines).contains("stack: growth.schedule.at", "sizes from scratch at this budget",
                "less compute to the baseline's loss after 50 % of its compute (2.9872)");
        assertThat(String.join("\n", AccountTable.lines(account(), 160))).contains("bits/byte").contains("1.5000");
    }
}
