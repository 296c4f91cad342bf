package growth.study.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.training.Score;
import growth.api.training.Took;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.MetricsRecord.Suite;
import growth.runtime.metrics.RunMetrics;
import growth.runtime.metrics.Steps;
import growth.study.account.Isoplot.IsoDistance;
import growth.study.account.StudyRecords.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/**
 * Against NumPy and SciPy: for each seed {@code numpy.polyfit(loss, score, 1)} of both arms, their mean distance over 2,001 losses that
 * both have reached, and {@code scipy.stats.t.interval(.95, 2, mean, sem)} over seeds.
 */
class IsoplotsTest {
    private static final double[][] BASELINE_LOSSES = {{4.01, 3.51, 3.11, 2.91, 2.81}, {4.02, 3.52, 3.12, 2.92, 2.82},
            {4.03, 3.53, 3.13, 2.93, 2.83}};
    private static final double[][] BASELINE_SCORES = {{0.101, 0.206, 0.281, 0.305, 0.347}, {0.096, 0.201, 0.269, 0.314, 0.331},
            {0.094, 0.191, 0.287, 0.324, 0.307}};
    private static final double[][] ARM_LOSSES = {{3.89, 3.29, 2.99, 2.74, 2.59}, {3.88, 3.28, 2.98, 2.73, 2.58},
            {3.87, 3.27, 2.97, 2.72, 2.57}};
    private static final double[][] ARM_SCORES = {{0.254, 0.352, 0.418, 0.46, 0.487}, {0.258, 0.36, 0.411, 0.451, 0.483},
            {0.235, 0.36, 0.411, 0.463, 0.49}};

    private static RunRecord run(String arm, long seed, double[] losses, double[] scores) {
        List<Evaluation> evaluations = new ArrayList<>();
        List<Suite> suites = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            double share = (i + 1.0) / losses.length;
            evaluations.add(new Evaluation(Made.at(share), new Score(losses[i], 1000, 300, OptionalDouble.empty()), Map.of(), Took.UNKNOWN,
                    Optional.empty()));
            suites.add(new Suite(Made.at(share), "some", "one", Map.of("exact_match", scores[i] - 0.1, "exact_match_stderr", 0.5,
                    "loss", 5 - scores[i], "examples", 100.0, "chance", 0.2), Took.UNKNOWN));
            suites.add(new Suite(Made.at(share), "some", "two", Map.of("exact_match", scores[i] + 0.1), Took.UNKNOWN));
        }
        // one is scored between two evaluations, where no loss is known
        suites.add(new Suite(Made.at(0.123), "some", "one", Map.of("exact_match", 1.0), Took.UNKNOWN));
        RunMetrics metrics = new RunMetrics(List.of(), List.of(), Steps.NONE, evaluations, List.of(), List.of(),
                suites, List.of(), Optional.empty(), List.of());
        return Made.record(arm, seed, "", Map.of(), metrics);
    }

    private static List<RunRecord> runs(String arm, double[][] losses, double[][] scores) {
        List<RunRecord> runs = new ArrayList<>();
        for (int seed = 1; seed <= losses.length; seed++) {
            runs.add(run(arm, seed, losses[seed - 1], scores[seed - 1]));
        }
        return runs;
    }

    private static List<Isoplot> isoplots(List<RunRecord> baseline, List<RunRecord> arm) {
        Map<String, List<RunRecord>> chosen = new LinkedHashMap<>();
        chosen.put("scratch", baseline);
        chosen.put("stack", arm);
        return Isoplots.of(chosen);
    }

    @Test
    void distancesAreThoseOfTheFittedLines() {
        List<Isoplot> plots = isoplots(runs("scratch", BASELINE_LOSSES, BASELINE_SCORES), runs("stack", ARM_LOSSES, ARM_SCORES));
        assertThat(plots).extracting(Isoplot::measure).containsExactly("some: mean exact match", "some: one exact match", "some: one loss",
                "some: two exact match");
        Isoplot mean = plots.get(0);
        assertThat(mean.curves()).extracting(Isoplot.IsoCurve::arm).containsExactly("scratch", "stack");
        assertThat(mean.curves().get(0).points()).hasSize(15);
        assertThat(mean.curves().get(0).line().slope()).isCloseTo(-0.19472403, within(1e-7));
        assertThat(mean.curves().get(0).line().intercept()).isCloseTo(0.88229482, within(1e-7));
        assertThat(mean.distances()).hasSize(1);
        IsoDistance distance = mean.distances().get(0);
        assertThat(distance.arm()).isEqualTo("stack");
        assertThat(distance.distance()).isCloseTo(0.11536984724837852, within(1e-12));
        assertThat(distance.interval().low()).isCloseTo(0.10326741096513782, within(1e-12));
        assertThat(distance.interval().high()).isCloseTo(0.1274722835316192, within(1e-12));
        // the loss of the answers is lower by as much
        assertThat(plots.get(2).distances().get(0).distance()).isCloseTo(-0.11536984724837852, within(1e-12));
    }

    @Test
    void oneSeedHasNoInterval() {
        IsoDistance distance = isoplots(runs("scratch", BASELINE_LOSSES, BASELINE_SCORES).subList(0, 1),
                runs("stack", ARM_LOSSES, ARM_SCORES).subList(0, 1)).get(0).distances().get(0);
        assertThat(distance.distance()).isCloseTo(0.11656006486712712, within(1e-12));
        assertThat(distance.interval().known()).isFalse();
    }

    @Test
    void withoutACommonLossThereIsNoDistance() {
        List<RunRecord> far = List.of(run("stack", 1, new double[] {9, 8}, new double[] {0.1, 0.2}));
        assertThat(isoplots(runs("scratch", BASELINE_LOSSES, BASELINE_SCORES), far).get(0).distances().get(0).distance()).isNaN();
        List<RunRecord> once = List.of(run("stack", 1, new double[] {3}, new double[] {0.1}));
        assertThat(isoplots(runs("scratch", BASELINE_LOSSES, BASELINE_SCORES), once).get(0).distances().get(0).distance()).isNaN();
        List<RunRecord> none = List.of(Made.record("stack", 1, "", Map.of(), null));
        assertThat(isoplots(runs("scratch", BASELINE_LOSSES, BASELINE_SCORES), none).get(0).distances().get(0).distance()).isNaN();
    }
}
