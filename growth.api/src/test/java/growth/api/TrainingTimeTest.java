package growth.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.TrainingTime.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTimeTest {
    @ParameterizedTest
    @CsvSource({"8Mtok, 8e6, TOKENS", "500ba, 500, STEPS", "2ep, 2, EPOCHS", "1.5Tflop, 1.5e12, FLOPS", "90sec, 90, SECONDS",
            "10%, 0.1, SHARE",
        "1_000ba, 1000, STEPS", "1e9flop, 1e9, FLOPS", "3.3Btok, 3.3e9, TOKENS", "0tok, 0, TOKENS"})
    void readsNumbersMultipliersAndUnits(String text, double value, Unit unit) {
        assertThat(TrainingTime.parse(text)).isEqualTo(new TrainingTime(value, unit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8Mtok", "500ba", "2ep", "1.5Tflop", "90sec", "10%", "2.5%", "1234567tok", "0.5ep", "12345ktok"})
    void writesWhatItReads(String text) {
        TrainingTime time = TrainingTime.parse(text);
        assertThat(TrainingTime.parse(time.toString())).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "8Mtokens", "tok", "-3ba", "10 percent", "1Gtok", ""})
    void namesTheUnitsWhenItCannotRead(String text) {
        assertThatThrownBy(() -> TrainingTime.parse(text)).isInstanceOf(GrowthException.class)
                .hasMessageContaining("ba, ep, tok, flop, sec, %");
    }

    @Test
    void refusesMoreThanTheWhole() {
        assertThatThrownBy(() -> TrainingTime.parse("101%")).isInstanceOf(GrowthException.class).hasMessageContaining("at most 100%");
    }
}
