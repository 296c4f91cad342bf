package growth.shell.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "999, 999", "1000, 1.00k", "1312000, 1.31M", "999600, 1.00M", "12345678, 12.3M", "3e9, 3.00B", "0.5, 0.50"})
    void countsHaveThreeDigits(double value, String text) {
        assertThat(Figures.count(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1, 1.0s", "0.04, 0.0s", "9.96, 10s", "59.6, 1m00s", "192, 3m12s", "7500, 2h05m", "273600, 3d04h"})
    void durationsGrowCoarser(double seconds, String text) {
        assertThat(Figures.duration(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.50 KB", "1288490188, 1.20 GB"})
    void bytesArePowersOf1024(double value, String text) {
        assertThat(Figures.bytes(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0%", "0.061, 6.1%", "0.0996, 10%", "0.61, 61%", "1, 100%"})
    void percentages(double share, String text) {
        assertThat(Figures.percent(share)).isEqualTo(text);
    }

    @Test
    void quantitiesCarryTheirUnit() {
        assertThat(Figures.quantity(2.4e12, "FLOP")).isEqualTo("2.40 TFLOP");
        assertThat(Figures.quantity(7.2e10, "FLOP/s")).isEqualTo("72.0 GFLOP/s");
    }

    @Test
    void whatIsNotKnownIsNotGuessed() {
        assertThat(Figures.count(Double.NaN)).isEqualTo("n/a");
        assertThat(Figures.duration(Double.NaN)).isEqualTo("n/a");
        assertThat(Figures.percent(Double.POSITIVE_INFINITY)).isEqualTo("n/a");
        assertThat(Figures.quantity(Double.NaN, "FLOP")).isEqualTo("n/a");
        assertThat(Figures.decimal(Double.NaN, 2)).isEqualTo("n/a");
    }
}
