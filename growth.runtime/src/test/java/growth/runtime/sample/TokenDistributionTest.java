package growth.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.random.SplitMix;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Distributions against values from Python: {@code e = [math.exp(v / t) for v in logits]; [v / sum(e) for v in e]}. */
class TokenDistributionTest {
    private static final float[] LOGITS = {1, 3, 2, 3, -1};
    private static final Offset<Double> CLOSE = within(1e-12);

    private static TokenDistribution of(double temperature, int topK, double topP, double minP) {
        return TokenDistribution.of(LOGITS, LOGITS.length, new Sampling(temperature, topK, topP, minP));
    }

    @Test
    void withoutLimitsItIsSoftmaxAtTheTemperature() {
        assertThat(of(1, 0, 1, 0).ids()).containsExactly(0, 1, 2, 3, 4);
        assertThat(of(1, 0, 1, 0).probabilities()).containsExactly(new double[] {0.053671883236681636, 0.3965845561710961,
            0.14589530490144734, 0.3965845561710961, 0.007263699519678713}, CLOSE);
        assertThat(of(0.5, 0, 1, 0).probabilities()).containsExactly(new double[] {0.008503135868629148, 0.4642554879076245,
            0.06283014795013019, 0.4642554879076245, 0.00015574036599165454}, CLOSE);
    }

    @Test
    void temperature0TakesTheMostProbableAndOfEqualOnesTheLowestId() {
        assertThat(of(0, 0, 1, 0).ids()).containsExactly(1);
        assertThat(of(0, 0, 1, 0).at(0.999)).isEqualTo(1);
        assertThat(of(0, 4, 0.5, 0.9).ids()).containsExactly(1);
        assertThat(TokenDistribution.of(new float[] {-0f, 0f, -3}, 3, Sampling.GREEDY).ids()).containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1 3", "3, 1 3 2", "9, 1 3 2 0 4"})
    void topKKeepsThatMany(int k, String ids) {
        assertThat(of(1, k, 1, 0).ids()).containsExactly(ids(ids));
    }

    private static int[] ids(String ids) {
        return Arrays.stream(ids.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @Test
    void whatIsKeptSumsTo1() {
        assertThat(of(1, 3, 1, 0).probabilities()).containsExactly(new double[] {0.4223187982515182, 0.4223187982515182,
            0.15536240349696362}, CLOSE);
    }

    /** Shares of the first ones: 0.3966, 0.7932, 0.9391, 0.9927, 1; behind top-k 3 they are 0.4223, 0.8446, 1. */
    @ParameterizedTest
    @CsvSource({"0.01, 0, 1", "0.3965, 0, 1", "0.3967, 0, 1 3", "0.79, 0, 1 3", "0.80, 0, 1 3 2", "0.94, 0, 1 3 2 0",
        "0.9999, 0, 1 3 2 0 4", "0.80, 3, 1 3", "0.85, 3, 1 3 2"})
    void topPKeepsTheFewestThatHaveTheShare(double p, int k, String ids) {
        assertThat(of(1, k, p, 0).ids()).containsExactly(ids(ids));
    }

    /** Shares of the most probable one: 0.1353, 1, 0.3679, 1, 0.0183. */
    @ParameterizedTest
    @CsvSource({"0.018, 1 3 2 0 4", "0.019, 1 3 2 0", "0.2, 1 3 2", "0.37, 1 3", "1, 1 3"})
    void minPIsMeasuredByTheMostProbable(double p, String ids) {
        assertThat(of(1, 0, 1, p).ids()).containsExactly(ids(ids));
    }

    @Test
    void limitsAreMeasuredBehindTheTemperature() {
        // at temperature 0.5 the shares of the most probable one are the squares of those at 1
        assertThat(of(0.5, 0, 1, 0.2).ids()).containsExactly(1, 3);
        assertThat(of(2, 0, 1, 0.2).ids()).containsExactly(1, 3, 2, 0);
    }

    @Test
    void onlyIdsThatHaveATextAreDrawn() {
        assertThat(TokenDistribution.of(LOGITS, 3, Sampling.GREEDY).ids()).containsExactly(1);
        assertThat(TokenDistribution.of(LOGITS, 1, new Sampling(1, 0, 1, 0)).probabilities()).containsExactly(1);
    }

    @Test
    void everyPointOfTheUnitIntervalHasItsToken() {
        TokenDistribution three = new TokenDistribution(new int[] {7, 5, 9}, new double[] {0.5, 0.25, 0.25});
        assertThat(new int[] {three.at(0), three.at(0.4999), three.at(0.5), three.at(0.7499), three.at(0.75), three.at(0.99999)})
                .containsExactly(7, 7, 5, 5, 9, 9);
        assertThat(new TokenDistribution(new int[] {7, 5}, new double[] {0.3, 0.3}).at(0.9)).as("rounding leaves a gap").isEqualTo(5);
    }

    /** χ² of five tokens has four degrees of freedom: scipy.stats.chi2.ppf(0.999, 4) = 18.47. */
    @Test
    void tokensAreDrawnAsOftenAsTheirProbabilitiesSay() {
        TokenDistribution all = of(1, 0, 1, 0);
        SplittableRandom random = SplitMix.generator(3, "test");
        int n = 200_000;
        int[] drawn = new int[LOGITS.length];
        for (int i = 0; i < n; i++) {
            drawn[all.at(random.nextDouble())]++;
        }
        double chi = 0;
        for (int id = 0; id < drawn.length; id++) {
            double expected = n * all.probabilities()[id];
            chi += (drawn[id] - expected) * (drawn[id] - expected) / expected;
        }
        assertThat(chi).isLessThan(18.47);
    }

    @Test
    void candidatesHaveTheShareOfAllTokens() {
        TokenDistribution most = TokenDistribution.most(LOGITS, LOGITS.length, 3);
        assertThat(most.ids()).containsExactly(1, 3, 2);
        assertThat(most.probabilities()).containsExactly(new double[] {0.3965845561710961, 0.3965845561710961, 0.14589530490144734}, CLOSE);
        assertThat(TokenDistribution.most(LOGITS, LOGITS.length, 9).ids()).containsExactly(1, 3, 2, 0, 4);
    }

    @Test
    void refusesLogitsThatAreNoNumbers() {
        for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> TokenDistribution.of(new float[] {0, odd}, 2, Sampling.GREEDY)).isInstanceOf(GrowthException.class)
                    .hasMessageContaining("token 1 the logit " + odd);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 1, 0, temperature", "NaN, 0, 1, 0, temperature", "1, -2, 1, 0, top-k", "1, 0, 0, 0, top-p", "1, 0, 1.5, 0, top-p",
        "1, 0, 1, -0.1, min-p", "1, 0, 1, 2, min-p"})
    void refusesWhatIsOutOfBounds(double temperature, int topK, double topP, double minP, String name) {
        assertThatThrownBy(() -> new Sampling(temperature, topK, topP, minP)).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith(name);
    }
}
