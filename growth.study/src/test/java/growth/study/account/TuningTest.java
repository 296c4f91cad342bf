package growth.study.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.study.account.Comparison.Verdict;
import growth.study.account.StudyRecords.ArmRecords;
import growth.study.account.StudyRecords.RunRecord;
import growth.study.account.Warning.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Grids of learning rate and batch. */
class TuningTest {
    private static final String RATE = "training.optimizer.lr";
    private static final String BATCH = "training.batch";

    /** Returns an arm whose run of seed s with trial t has the loss {@code losses[t][s - 1]} at its end. */
    private static ArmRecords arm(String name, String role, List<Map<String, String>> trials, double[]... losses) {
        List<RunRecord> runs = new ArrayList<>();
        for (int trial = 0; trial < losses.length; trial++) {
            for (int seed = 1; seed <= losses[trial].length; seed++) {
                double end = losses[trial][seed - 1];
                runs.add(Made.record(name, seed, String.join("-", trials.get(trial).values()), trials.get(trial),
                        Made.run(20, Made.power(1, end - 2.8), Double.isNaN(end) ? Outcome.DIVERGED : Outcome.FINISHED)));
            }
        }
        return new ArmRecords(name, role, Map.of(), "", runs);
    }

    private static List<Map<String, String>> rates(String... rates) {
        return List.of(rates).stream().map(rate -> Map.of(RATE, rate)).toList();
    }

    @Test
    void takesTheBestTrialOfEachSeedAndTheMedianOfThose() {
        List<Map<String, String>> trials = rates("1e-3", "2e-3", "4e-3");
        Map<String, List<String>> grid = Map.of(RATE, List.of("1e-3", "2e-3", "4e-3"));
        double[][] losses = {{3.10, 3.00, 3.05}, {3.00, 3.04, 3.02}, {3.20, 3.30, Double.NaN}};
        Account account = AccountBuilder.account(Made.study(grid, arm("scratch", "baseline", trials, losses),
                arm("stack", "variant", trials, losses)));
        Tuning tuning = account.baseline().tuning();
        assertThat(tuning.chosen()).extracting(Tuning.Choice::trial).containsExactly("2e-3", "1e-3", "2e-3");
        assertThat(tuning.median()).isCloseTo(3.00, within(1e-9));
        assertThat(tuning.trials().get(2).losses().get(2).loss()).isInfinite();
        assertThat(tuning.edges()).containsExactly("training.optimizer.lr is best at 1e-3, the lowest of its grid, for 1 of 3 seeds");
        assertThat(account.baseline().cost().trials()).isEqualTo(3);
        assertThat(account.baseline().cost().tuningFlops()).isCloseTo(9 * Made.BUDGET, within(1.0));
        assertThat(account.summary().warnings()).extracting(Warning::kind).contains(Kind.EDGE_OF_GRID)
                .doesNotContain(Kind.TURNS_WITH_BATCH);
        assertThat(account.summary().sentences()).anySatisfy(s -> assertThat(s).startsWith("every arm was tuned over the same 3 trials"));
        assertThat(account.comparison("stack").orElseThrow().verdict()).isEqualTo(Verdict.TIED);
    }

    /** At batch 4 the arm is better for all seeds, at batch 16, where the baseline starved, it is worse. */
    @Test
    void saysWhereTheConclusionTurnsWithTheBatch() {
        List<Map<String, String>> trials = new ArrayList<>();
        for (String batch : List.of("4", "16")) {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put(BATCH, batch);
            trials.add(settings);
        }
        Account account = AccountBuilder.account(Made.study(Map.of(BATCH, List.of("4", "16")),
                arm("scratch", "baseline", trials, new double[] {3.00, 3.02, 2.99}, new double[] {3.20, 3.23, 3.19}),
                arm("stack", "variant", trials, new double[] {2.95, 2.96, 2.94}, new double[] {3.25, 3.29, 3.24})));
        Comparison stack = account.comparison("stack").orElseThrow();
        assertThat(stack.batches()).extracting(Comparison.BatchVerdict::verdict).containsExactly(Verdict.BETTER, Verdict.WORSE);
        assertThat(stack.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(account.summary().warnings()).anySatisfy(w -> {
            assertThat(w.kind()).isEqualTo(Kind.TURNS_WITH_BATCH);
            assertThat(w.text()).isEqualTo("the conclusion turns with the batch: -0.0533 at 4, +0.0533 at 16");
        });
    }

    @Test
    void readsNumbersOfRunFiles() {
        assertThat(Numbers.parse("1e-3")).isEqualTo(1e-3);
        assertThat(Numbers.parse("10%")).isCloseTo(0.1, within(1e-15));
        assertThat(Numbers.parse("8Mtok")).isEqualTo(8e6);
        assertThat(Numbers.parse("1.5Tflop")).isEqualTo(1.5e12);
        assertThat(Numbers.parse("40ba")).isEqualTo(40);
        assertThat(Numbers.parse("stack")).isNaN();
    }
}
