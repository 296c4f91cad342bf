package growth.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against SciPy 1.17 and NumPy 2.4; each test says with which line. */
class StatisticsTest {
    private static final double[] BASELINE = {3.210, 3.245, 3.188, 3.262, 3.231};
    private static final double[] ARM = {3.199, 3.237, 3.175, 3.249, 3.224};
    private static final double[] DIFFERENCES = IntStream.range(0, 5).mapToDouble(i -> ARM[i] - BASELINE[i]).toArray();

    /** scipy.stats.ttest_rel(ARM, BASELINE), and its confidence_interval(.95). */
    @Test
    void pairsFindWhatMeansDoNot() {
        assertThat(StudentT.p(DIFFERENCES)).isCloseTo(0.0011366339473285417, within(1e-12));
        Interval interval = StudentT.interval(0.95, DIFFERENCES);
        assertThat(interval.low()).isCloseTo(-0.01386777882492486, within(1e-12));
        assertThat(interval.high()).isCloseTo(-0.00693222117507516, within(1e-12));
        // Without pairs the same numbers tell nothing: scipy.stats.ttest_ind(ARM, BASELINE).pvalue is 0.59.
        double unpaired = StudentT.chance(0.95, Sample.deviation(BASELINE), 5);
        assertThat(Math.abs(Sample.mean(DIFFERENCES))).isLessThan(unpaired);
    }

    /** scipy.stats.ttest_rel([2.101, 2.115, 2.098], [2.122, 2.127, 2.115]); t.ppf(.975, 2) * .004 * sqrt(2 / 3). */
    @Test
    void threeSeedsAreFew() {
        assertThat(StudentT.p(-0.021, -0.012, -0.017)).isCloseTo(0.02354179141936838, within(1e-12));
        assertThat(StudentT.interval(0.95, -0.021, -0.012, -0.017).low()).isCloseTo(-0.02786826402935529, within(1e-12));
        assertThat(StudentT.chance(0.95, 0.004, 3)).isCloseTo(0.014052404971039132, within(1e-11));
    }

    @Test
    void oneSeedAndDivergedSeedsGiveNoInterval() {
        assertThat(StudentT.interval(0.95, 1)).isEqualTo(Interval.NONE);
        assertThat(StudentT.p(1)).isNaN();
        assertThat(Bootstrap.interval(0.95, 1)).isEqualTo(Interval.NONE);
        assertThat(StudentT.interval(0.95, 1, Double.POSITIVE_INFINITY)).isEqualTo(Interval.NONE);
        assertThat(Interval.NONE.contains(0)).isFalse();
        assertThat(StudentT.p(0, 0)).isEqualTo(1);
        assertThat(StudentT.p(-0.25, -0.25)).isZero();
    }

    /** np.quantile([np.mean(c) for c in itertools.product(DIFFERENCES, repeat=5)], [.025, .975]): all 3,125 samples, not 10,000 of them. */
    @Test
    void bootstrapComesCloseToAllSamples() {
        Interval interval = Bootstrap.interval(0.95, DIFFERENCES);
        assertThat(interval.low()).isCloseTo(-0.0126, within(2e-4));
        assertThat(interval.high()).isCloseTo(-0.0082, within(2e-4));
        assertThat(Bootstrap.interval(0.95, DIFFERENCES)).isEqualTo(interval);
        // 1 in 27 samples of three has the lowest value three times, more than 2.5 %.
        assertThat(Bootstrap.interval(0.95, 1, 2, 4)).isEqualTo(new Interval(1, 4));
    }

    /** The step-down rule by hand: 4·0.005, 3·0.01, 2·0.03, then 0.04 is no less than that. */
    @Test
    void holmAdjustsInOrderOfP() {
        List<Double> adjusted = Holm.adjusted(List.of(0.01, 0.04, 0.03, 0.005, Double.NaN));
        double[] expected = {0.03, 0.06, 0.06, 0.02};
        for (int i = 0; i < expected.length; i++) {
            assertThat(adjusted.get(i)).isCloseTo(expected[i], within(1e-15));
        }
        assertThat(adjusted.get(4)).isNaN();
        assertThat(Holm.adjusted(List.of(0.9, 0.8))).containsExactly(1.0, 1.0);
    }

    /** The smallest n with 1 - nct.cdf(c, n-1, d√n) + nct.cdf(-c, n-1, d√n) ≥ .8, c = t.ppf(.975, n-1): the noncentral t of SciPy. */
    @Test
    void countsPairsAsTheNoncentralDistributionDoes() {
        double[] effects = {0.2, 0.3, 0.5, 0.8, 1, 1.5, 2, 3, 5};
        double[] pairs = {199, 90, 34, 15, 10, 6, 5, 4, 3};
        assertThat(Arrays.stream(effects).map(d -> StudentT.needed(0.95, -0.01 * d, 0.01)).toArray()).containsExactly(pairs);
        assertThat(StudentT.detectable(0.95, 0.01, 34)).isCloseTo(0.005, within(1e-4));
        assertThat(StudentT.needed(0.95, 0, 0.01)).isInfinite();
        assertThat(StudentT.needed(0.95, 0.01, Double.NaN)).isNaN();
        assertThat(StudentT.needed(0.95, 0.01, 0)).isEqualTo(2);
    }

    /** np.polyfit(np.log([1e6, 2e6, 4e6, 8e6]), [3.51, 3.42, 3.40, 3.47], 2) and its lowest point; np.polyfit([1,2,3,4], [2,3,5,4], 1). */
    @Test
    void fitsLinesAndParabolas() {
        double[] sizes = Arrays.stream(new double[] {1e6, 2e6, 4e6, 8e6}).map(Math::log).toArray();
        Parabola fit = Parabola.through(sizes, new double[] {3.51, 3.42, 3.40, 3.47});
        assertThat(fit.quadratic()).isCloseTo(0.08325476, within(1e-7));
        assertThat(Math.exp(fit.lowest())).isCloseTo(3193193.545426541, within(1.0));
        assertThat(fit.at(fit.lowest())).isCloseTo(3.3987750000000077, within(1e-9));
        assertThat(Parabola.through(new double[] {0, 1, 2}, new double[] {0, 1, 0}).lowest()).isNaN();
        Line line = Line.through(new double[] {1, 2, 3, 4}, new double[] {2, 3, 5, 4});
        assertThat(line.slope()).isCloseTo(0.8, within(1e-12));
        assertThat(line.intercept()).isCloseTo(1.5, within(1e-12));
    }

    @Test
    void describesAFewNumbers() {
        assertThat(Sample.median(3, 1, 2)).isEqualTo(2);
        assertThat(Sample.median(4, 1, 2, 3)).isEqualTo(2.5);
        assertThat(Sample.median(1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)).isInfinite();
        assertThat(Sample.deviation(2, 4, 4, 4, 5, 5, 7, 9)).isCloseTo(2.138089935299395, within(1e-14));
        assertThat(Sample.deviation(1)).isNaN();
    }
}
