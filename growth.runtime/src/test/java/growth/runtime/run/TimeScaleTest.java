package growth.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeScaleTest {
    @ParameterizedTest
    @CsvSource({"100ktok, 250ba, 0.25, 25000", "1000ba, 50ktok, 0.5, 50000", "10ep, 5%, 0.05, 5000", "10ep, 2ep, 0.2, 20000",
        "100ktok, 5ep, 0.5, 50000"})
    void convertsThroughTokens(String duration, String time, double share, double tokens) {
        TimeScale scale = new TimeScale(TrainingTime.parse(duration), 100, 10_000);
        assertThat(scale.share(TrainingTime.parse(time))).hasValue(share);
        assertThat(scale.tokens(TrainingTime.parse(time))).hasValue(tokens);
    }

    @Test
    void operationsAndSecondsAreSharesOnlyOfTheirOwnKind() {
        TimeScale flops = new TimeScale(TrainingTime.parse("2Tflop"), 100, 10_000);
        assertThat(flops.share(TrainingTime.parse("500Bflop"))).hasValue(0.25);
        assertThat(flops.share(TrainingTime.parse("10%"))).hasValue(0.1);
        assertThat(flops.share(TrainingTime.parse("100ba"))).isEmpty();
        assertThat(flops.tokens(TrainingTime.parse("10%"))).isEmpty();
        assertThat(flops.tokens(TrainingTime.parse("7ba"))).hasValue(700);
        assertThat(new TimeScale(TrainingTime.parse("60sec"), 100, 10_000).share(TrainingTime.parse("1Tflop"))).isEmpty();
    }

    @Test
    void refusesARunWithoutLength() {
        assertThatThrownBy(() -> new TimeScale(TrainingTime.parse("50%"), 1, 1)).isInstanceOf(GrowthException.class)
                .hasMessageContaining("itself");
        assertThatThrownBy(() -> new TimeScale(TrainingTime.parse("0ba"), 1, 1)).isInstanceOf(GrowthException.class);
    }
}
