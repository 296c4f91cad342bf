package growth.study.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.runtime.metrics.RunMetrics;
import growth.study.account.Comparison.Speedup;
import growth.study.account.Comparison.Verdict;
import growth.study.account.StudyRecords.ArmRecords;
import growth.study.account.StudyRecords.Rules;
import growth.study.account.StudyRecords.TargetRule;
import growth.study.account.Warning.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Curves whose speed-ups, differences and exchange rates follow from their formula: 2 + 0.8·(speed·C)^(−0.3). */
class AccountBuilderTest {
    private static final double[] SEEDS = {0.010, -0.006, 0.003};

    private static Speedup atTheEnd(Comparison comparison, Axis axis) {
        return comparison.speedups().stream().filter(s -> s.axis() == axis && s.target().share() == 1).findFirst().orElseThrow();
    }

    /** An arm that is 1.5 times as fast reaches each loss at C/1.5: r is 1.5 everywhere, s 50 %, and a third is saved. */
    @Test
    void findsTheSpeedUpThatCurvesWereMadeWith() {
        Account account = Made.account(Made.arm("scratch", "baseline", Made.runs(1, SEEDS)), Made.arm("stack", "variant",
                Made.runs(1.5, SEEDS)));
        Comparison stack = account.comparison("stack").orElseThrow();
        for (Axis axis : Axis.values()) {
            Comparison.Ratio ratio = atTheEnd(stack, axis).ratio();
            assertThat(ratio.r()).isCloseTo(1.5, within(1e-3));
            assertThat(ratio.s()).isCloseTo(0.5, within(1e-3));
            assertThat(ratio.saved()).isCloseTo(1 / 3.0, within(1e-3));
            assertThat(ratio.interval().low()).isCloseTo(1.5, within(1e-3));
            assertThat(ratio.reached()).isEqualTo(3);
        }
        List<Comparison.SpeedupPoint> curve = stack.curves().get(0).points();
        assertThat(curve).hasSizeGreaterThan(100).allSatisfy(p -> assertThat(p.r()).isCloseTo(1.5, within(0.03)));
        assertThat(curve.get(curve.size() - 1).r()).isCloseTo(1.5, within(1e-3));
        assertThat(account.summary().sentences().get(0)).startsWith("stack reaches the baseline's final loss with 33 %")
                .endsWith("3 seeds");
    }

    /** dL/d ln C = −0.24·C^(−0.3); its mean over ln C from ½ to 1 is 0.8·(2^0.3 − 1)/ln 2, and least squares comes close to it. */
    @Test
    void readsADifferenceAsCompute() {
        Account account = Made.account(Made.arm("scratch", "baseline", Made.runs(1, SEEDS)), Made.arm("stack", "variant",
                Made.runs(1.1, SEEDS)));
        assertThat(account.exchange().perLog()).isCloseTo(0.8 * (Math.pow(2, 0.3) - 1) / Math.log(2), within(0.004));
        Comparison stack = account.comparison("stack").orElseThrow();
        // 0.8·(1.1^(−0.3) − 1) = −0.02255, which a tenth more compute gives, and 1.1^(0.9) by the mean slope before the end.
        assertThat(stack.loss().mean()).isCloseTo(0.8 * (Math.pow(1.1, -0.3) - 1), within(1e-9));
        assertThat(stack.loss().compute()).isCloseTo(0.1, within(0.015));
    }

    @Test
    void pairsDecideWhereMeansDoNot() {
        double[] paired = {0.010 - 0.004, -0.006 - 0.005, 0.003 - 0.0045};
        Account account = Made.account(Made.arm("scratch", "baseline", Made.runs(1, SEEDS)), Made.arm("stack", "variant",
                Made.runs(1, paired)));
        Comparison stack = account.comparison("stack").orElseThrow();
        assertThat(stack.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(stack.loss().mean()).isCloseTo(-0.0045, within(1e-9));
        assertThat(stack.words()).isEqualTo("better, p = 0.004; by less than seeds differ");
        assertThat(Math.abs(stack.loss().mean())).isLessThan(account.noise().floor());
        // scipy.stats.ttest_1samp([-.004, -.005, -.0045], 0)
        assertThat(stack.loss().p()).isCloseTo(0.004090, within(1e-5));
    }

    @Test
    void aNullComparisonEndsTiedAndSaysWhatWouldDecideIt() {
        double[] noise = {0.007, -0.007, 0.0055};
        Account account = Made.account(Made.arm("scratch", "baseline", Made.runs(1, SEEDS)), Made.arm("same", "variant",
                Made.runs(1, noise)));
        Comparison same = account.comparison("same").orElseThrow();
        assertThat(same.verdict()).isEqualTo(Verdict.TIED);
        assertThat(same.loss().t().contains(0)).isTrue();
        assertThat(same.words()).startsWith("tied, p = ").contains("more seeds would decide");
        assertThat(same.power().needed()).isGreaterThan(3);
    }

    /** Three arms at p = 0.03 each are no discovery: the smallest becomes 0.09. */
    @Test
    void holmMakesManyArmsHarder() {
        double[] better = {0.010 - 0.010, -0.006 - 0.006, 0.003 - 0.0085};
        ArmRecords scratch = Made.arm("scratch", "baseline", Made.runs(1, SEEDS));
        Comparison alone = Made.account(scratch, Made.arm("a", "variant", Made.runs(1, better))).comparison("a").orElseThrow();
        assertThat(alone.loss().adjusted()).isBetween(0.01, 0.05);
        Account three = Made.account(Stream.concat(Stream.of(scratch), Stream.of("a", "b", "c")
                .map(name -> Made.arm(name, "variant", Made.runs(1, better)))).toArray(ArmRecords[]::new));
        assertThat(three.comparisons()).hasSize(3).allSatisfy(c -> {
            assertThat(c.loss().adjusted()).isCloseTo(3 * alone.loss().p(), within(1e-12));
            assertThat(c.verdict()).isEqualTo(Verdict.TIED);
        });
    }

    @Test
    void oneSeedHasNoInterval() {
        Account account = Made.account(Made.arm("scratch", "baseline", Made.runs(1, 0)), Made.arm("stack", "variant", Made.runs(1.2, 0)));
        Comparison stack = account.comparison("stack").orElseThrow();
        assertThat(stack.verdict()).isEqualTo(Verdict.ONE_SEED);
        assertThat(stack.loss().t().known()).isFalse();
        assertThat(stack.words()).isEqualTo("one seed, no interval");
        assertThat(account.summary().sentences().get(0)).contains("17 % less compute").endsWith("one seed, no interval");
        assertThat(account.summary().warnings()).extracting(Warning::kind).contains(Kind.ONE_SEED, Kind.NOISE_FLOOR);
    }

    /** A made run takes 2,000 seconds. */
    @ParameterizedTest
    @CsvSource({"0, true", "1999, true", "2001, false"})
    void seedsOfTheBaselineThatCameLaterAreTold(long seconds, boolean first) {
        Instant begin = Instant.parse("2026-11-26T10:00:00Z");
        Account account = Made.account(begun(Made.arm("scratch", "baseline", Made.runs(1, 0, 0.01)), begin.plusSeconds(seconds)),
                begun(Made.arm("stack", "variant", Made.runs(1.2, 0, 0.01)), begin));
        assertThat(account.noise().first()).isEqualTo(first);
        assertThat(account.summary().warnings().stream().anyMatch(w -> w.kind() == Kind.NOISE_FLOOR)).isEqualTo(!first);
    }

    private static ArmRecords begun(ArmRecords arm, Instant time) {
        RunFacts facts = new RunFacts(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Optional.of(time));
        return new ArmRecords(arm.name(), arm.role(), arm.varied(), arm.sweep(), arm.runs().stream()
                .map(run -> new StudyRecords.RunRecord(run.seed(), run.trial(), run.tuned(), run.folder(), run.metrics(), facts)).toList());
    }

    @Test
    void aTargetThatIsNeverReachedIsInfinite() {
        Account account = Made.account(Made.arm("scratch", "baseline", Made.runs(1, SEEDS)), Made.arm("slow", "variant",
                Made.runs(0.5, SEEDS)));
        Speedup speedup = atTheEnd(account.comparison("slow").orElseThrow(), Axis.FLOPS);
        assertThat(speedup.seeds()).allSatisfy(s -> {
            assertThat(s.arm()).isInfinite();
            assertThat(s.against()).isCloseTo(Made.BUDGET, within(1.0));
        });
        assertThat(speedup.ratio().r()).isZero();
        assertThat(speedup.ratio().reached()).isZero();
        assertThat(account.summary().sentences().get(0)).startsWith("slow never reaches the baseline's final loss");
        // Above that loss both have a curve: half as fast.
        assertThat(account.comparison("slow").orElseThrow().curves().get(0).points()).isNotEmpty()
                .allSatisfy(p -> assertThat(p.r()).isCloseTo(0.5, within(0.02)));
    }

    @Test
    void aRunThatDivergedIsWorseThanAnyLossAndNeverLeftOut() {
        RunMetrics[] two = Made.runs(2, 0.010, -0.006);
        RunMetrics diverged = Made.run(20, share -> share > 0.5 ? Double.NaN : 3 - share, Outcome.DIVERGED);
        Account account = Made.account(Made.arm("scratch", "baseline", Made.runs(1, SEEDS)),
                Made.arm("wild", "variant", two[0], two[1], diverged));
        Comparison wild = account.comparison("wild").orElseThrow();
        assertThat(wild.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(wild.words()).isEqualTo("worse: diverged for 1 seed");
        assertThat(account.arm("wild").orElseThrow().loss().high()).isInfinite();
        assertThat(atTheEnd(wild, Axis.FLOPS).ratio().reached()).isEqualTo(2);
        assertThat(account.summary().warnings()).anySatisfy(w -> assertThat(w.text()).startsWith("diverged for 1 of 3 seeds"));
        // A diverged baseline does not make an arm worse.
        Account other = Made.account(Made.arm("scratch", "baseline", two[0], two[1], diverged),
                Made.arm("calm", "variant", Made.runs(1, SEEDS)));
        assertThat(other.comparison("calm").orElseThrow().verdict()).isEqualTo(Verdict.BETTER);
    }

    @Test
    void missingAndUnfinishedRunsAreSaid() {
        RunMetrics[] runs = Made.runs(1.5, 0.010, -0.006, 0.003);
        Account account = Made.account(Made.arm("scratch", "baseline", Made.runs(1, SEEDS)), Made.arm("stack", "variant",
                runs[0], null, Made.run(5, Made.power(1.5, 0.003), Outcome.STOPPED)));
        assertThat(account.comparison("stack").orElseThrow().power().seeds()).isEqualTo(1);
        assertThat(account.summary().warnings()).extracting(Warning::kind).contains(Kind.MISSING_RUN, Kind.UNFINISHED_RUN, Kind.ONE_SEED);
    }

    @Test
    void tellsOfOneEvaluationAndOfUnequalCompute() {
        RunMetrics single = Made.run(1, Made.power(1, 0), Outcome.FINISHED);
        Account account = Made.account(Made.arm("scratch", "baseline", Made.runs(1, 0)), Made.arm("few", "variant", single));
        assertThat(account.summary().warnings()).anySatisfy(w -> assertThat(w.text()).contains("has one evaluation"));
        assertThat(account.comparison("few").orElseThrow().curves().get(0).points()).isEmpty();
    }

    /** Given targets beside the baseline's end: half of its compute, and a loss. 2 + 0.8·C^(−0.3) is 3 where C is (1/0.8)^(−1/0.3). */
    @Test
    void readsTargetsOfBothKinds() {
        StudyRecords made = new StudyRecords(
                new Rules("made", "1 TFLOP", List.of(new TargetRule(0.5, Double.NaN), new TargetRule(Double.NaN, 3)), List.of(), Map.of()),
                List.of(Made.arm("scratch", "baseline", Made.runs(1, 0, 0)), Made.arm("stack", "variant", Made.runs(1.25, 0, 0))));
        Account account = AccountBuilder.account(made);
        assertThat(account.setting().targets()).extracting(Account.Target::words).containsExactly("the baseline's final loss",
                "the baseline's loss after 50 % of its compute", "loss 3.0");
        assertThat(account.setting().targets().get(1).loss()).isCloseTo(2 + 0.8 * Math.pow(0.5, -0.3), within(1e-9));
        Speedup three = account.comparison("stack").orElseThrow().speedups().stream()
                .filter(s -> s.axis() == Axis.FLOPS && Double.isNaN(s.target().share())).findFirst().orElseThrow();
        assertThat(three.seeds().get(0).against() / Made.BUDGET).isCloseTo(Math.pow(1.25, -1 / 0.3), within(1e-4));
        assertThat(three.ratio().r()).isCloseTo(1.25, within(1e-3));
    }

    /** References are no variants, and the best of them is compared with. */
    @Test
    void holdsArmsAgainstTheBestSizeFromScratch() {
        Account account = Made.account(Made.arm("scratch", "baseline", Made.runs(1, SEEDS)), Made.arm("stack", "variant",
                Made.runs(1.1, SEEDS)), Made.arm("scratch-2L", "reference", Made.runs(1.4, SEEDS)));
        assertThat(account.envelope().best()).isEqualTo("scratch-2L");
        Comparison best = account.comparisons().stream().filter(c -> c.against().equals("scratch-2L")).findFirst().orElseThrow();
        assertThat(best.arm()).isEqualTo("stack");
        assertThat(best.loss().mean()).isPositive();
        assertThat(account.summary().sentences()).anySatisfy(s -> assertThat(s).contains("scratch-2L is the best"));
    }

    @Test
    void readsBackEqualAndIsTheSameEachTime(@TempDir Path folder) {
        ArmRecords[] arms = {Made.arm("scratch", "baseline", Made.runs(1, SEEDS)), Made.arm("stack", "variant", Made.runs(1.5, SEEDS))};
        Account account = Made.account(arms);
        assertThat(Made.account(arms)).isEqualTo(account);
        AccountFile.write(account, folder.resolve(AccountFile.NAME));
        assertThat(AccountFile.read(folder.resolve(AccountFile.NAME))).isEqualTo(account);
    }
}
