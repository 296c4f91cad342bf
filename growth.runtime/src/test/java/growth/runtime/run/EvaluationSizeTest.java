package growth.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationSizeTest {
    @ParameterizedTest
    @CsvSource({"20480, 20480", "20_480, 20480", "20k, 20000", "1M, 1000000", "1.5M, 1500000", "2B, 2000000000", "20ktok, 20000",
        "1e5, 100000"})
    void countsAreReadWithMultipliers(String text, long limit) {
        assertThat(EvaluationSize.parse(text)).isEqualTo(new EvaluationSize(limit));
        assertThat(EvaluationSize.parse(EvaluationSize.parse(text).toString())).isEqualTo(new EvaluationSize(limit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "0.5", "1.0005k", "many", "", "10%", "20ba", "9e99", "1e20"})
    void othersAreRefusedInWords(String text) {
        assertThatThrownBy(() -> EvaluationSize.parse(text)).isInstanceOf(GrowthException.class)
                .hasMessage("'" + text + "' is not an amount of data; write a whole number, e.g. 20480, 20k or 1M, or all");
    }

    @Test
    void rowsAreWholeAndAtLeastOne() {
        assertThat(new EvaluationSize(20_480).rows(64)).isEqualTo(320);
        assertThat(new EvaluationSize(20_481).rows(64)).isEqualTo(321);
        assertThat(new EvaluationSize(5).rows(1024)).isEqualTo(1);
        assertThat(new EvaluationSize(1000).rows(1)).isEqualTo(1000);
        assertThat(EvaluationSize.parse("all").rows(64)).isEqualTo(Long.MAX_VALUE);
        assertThat(EvaluationSize.ALL).hasToString("all");
        assertThat(EvaluationSize.ALL.atMost(new EvaluationSize(7))).isEqualTo(new EvaluationSize(7));
    }
}
