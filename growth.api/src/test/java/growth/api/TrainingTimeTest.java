package growth.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

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

    /** Every form that lines, boxes, tables and summaries have. */
    @ParameterizedTest
    @CsvSource({"3Gflop, 3e9, FLOPS", "289.4 GFLOP, 289.4e9, FLOPS", "1.5 TFLOP, 1.5e12, FLOPS", "2.0 PFLOP, 2e15, FLOPS",
        "1.2 EFLOP, 1.2e18, FLOPS", "1.0 ZFLOP, 1e21, FLOPS", "3 EFLOPs, 3e18, FLOPS", "400.4k tokens, 400400, TOKENS",
        "'20,480 tokens', 20480, TOKENS", "1.0k images, 1000, TOKENS", "5 img, 5, TOKENS", "391 steps, 391, STEPS", "1 step, 1, STEPS",
        "49s, 49, SECONDS", "3m12s, 192, SECONDS", "2h05m, 7500, SECONDS", "1d03h, 97200, SECONDS", "10min, 600, SECONDS",
        "5 minutes, 300, SECONDS", "2 h 5 min, 7500, SECONDS",
        "0.5s, 0.5, SECONDS", "1e-1ep, 0.1, EPOCHS", "2 Epochs, 2, EPOCHS", "8Ktok, 8000, TOKENS", "90 seconds, 90, SECONDS"})
    void readsWhatIsPrinted(String text, double value, Unit unit) {
        TrainingTime time = TrainingTime.parse(text);
        assertThat(time.unit()).isEqualTo(unit);
        assertThat(time.value()).isCloseTo(value, withinPercentage(1e-9));
        assertThat(text).as("as JSON Schema has it").matches(TrainingTimeSyntax.PATTERN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok", "-3ba", "10 percent", "", "12345", "s", "5x", "1,2,3tok", "1,5Mtok", "8Mt", "8 M"})
    void whatIsNotReadIsRefusedBySchemaToo(String text) {
        assertThatThrownBy(() -> TrainingTime.parse(text)).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("'" + text + "' is not a training time: ");
        assertThat(text).doesNotMatch(TrainingTimeSyntax.PATTERN);
    }

    @ParameterizedTest
    @CsvSource({"500, 'the unit is missing; write 500ba (steps), 500tok (tokens or images) or 500ep (epochs)'",
        "8M, 'the unit is missing; write 8Mba (steps), 8Mtok (tokens or images) or 8Mep (epochs)'",
        "'1,5Mtok', 'a decimal point is needed, not a comma; did you mean 1.5Mtok?'", "8mtok, did you mean 8Mtok?",
        "8Mtk, did you mean 8Mtok?", "5Gflp, did you mean 5Gflop?", "100toks, did you mean 100tok?"})
    void saysWhatWouldBeRight(String text, String advice) {
        assertThatThrownBy(() -> TrainingTime.parse(text)).hasMessage("'" + text + "' is not a training time: " + advice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok", "-3ba", "10 percent", ""})
    void namesTheUnitsWhenItCannotGuess(String text) {
        assertThatThrownBy(() -> TrainingTime.parse(text)).isInstanceOf(GrowthException.class)
                .hasMessageContaining("ba, ep, tok, flop, sec, %");
    }

    @Test
    void refusesMoreThanTheWhole() {
        assertThatThrownBy(() -> TrainingTime.parse("101%")).isInstanceOf(GrowthException.class).hasMessageContaining("at most 100%");
    }
}
