package growth.study.account;

import static org.assertj.core.api.Assertions.assertThat;

import growth.study.statistics.Interval;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Savings are told in words that stay readable whatever few seeds give. */
class SentencesTest {

    @ParameterizedTest
    @CsvSource({
        "0.31, 0.24, 0.37, 31 % (24–37 %) less",
        "-0.2, -0.3, -0.1, 20 % (10–30 %) more",
        "0.05, -0.081, 0.18, 5.0 % less (from 8.1 % more to 18 % less)",
        "0.7, -57.67, 0.99, 70 % less (from over 900 % more to 99 % less)",
        "-0.2, NaN, NaN, 20 % more",
    })
    void savingsAreToldInWords(double saved, double low, double high, String words) {
        assertThat(Sentences.saving(saved, new Interval(low, high))).isEqualTo(words);
    }
}
