package growth.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "999, 999", "1000, 1.0k", "1312000, 1.3M", "999960, 1.0M", "3e9, 3.0B", "5e15, 5000.0T"})
    void counts(double value, String text) {
        assertThat(Amounts.count(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 FLOP", "2.894e11, 289.4 GFLOP", "1.5e21, 1.5 ZFLOP"})
    void operationsInStandardUnits(double value, String text) {
        assertThat(Amounts.operations(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1300000000, 1.3 GB", "999970000, 1.0 GB"})
    void bytesInPowersOf1000(double value, String text) {
        assertThat(Amounts.bytes(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.4, 0s", "59.4, 59s", "59.6, 1m00s", "192, 3m12s", "7500, 2h05m", "273600, 3d04h"})
    void durationsGrowCoarser(double seconds, String text) {
        assertThat(Amounts.duration(seconds)).isEqualTo(text);
    }

    @Test
    void whatIsNotKnownIsNotGuessed() {
        assertThat(Amounts.count(Double.NaN)).isEqualTo("n/a");
        assertThat(Amounts.operations(Double.NaN)).isEqualTo("n/a");
        assertThat(Amounts.bytes(Double.POSITIVE_INFINITY)).isEqualTo("n/a");
        assertThat(Amounts.duration(Double.NaN)).isEqualTo("n/a");
        assertThat(Amounts.percent(Double.NaN)).isEqualTo("n/a");
        assertThat(Amounts.grouped(Double.NaN)).isEqualTo("n/a");
        assertThat(Amounts.loss(Double.NaN)).isEqualTo("n/a");
    }
}
