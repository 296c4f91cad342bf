package growth.shell.text;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.suite.Estimate;
import growth.api.suite.SuiteResult;
import growth.api.suite.TaskScore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SuiteWordsTest {
    private static TaskScore score(String task, Optional<Estimate> choice, OptionalDouble chance) {
        Estimate loss = new Estimate(1.25, 0.0625);
        return new TaskScore(task, 100, 5, new Estimate(0.42, 0.0496), loss, loss, choice, chance, new TaskScore.Cost(2, 1e9));
    }

    @Test
    void aLogHasTheMeanInOneLine() {
        assertThat(SuiteWords.of(new SuiteResult("some", List.of(score("one", Optional.empty(), OptionalDouble.of(0.2))))))
                .isEqualTo("some exact match 42.0% ± 5.0 (chance 20.0%) loss 1.2500 (1 task, 2s)");
        assertThat(SuiteWords.of(new SuiteResult("some", List.of(score("one", Optional.empty(), OptionalDouble.of(0.2)),
                score("two", Optional.empty(), OptionalDouble.empty())))))
                .isEqualTo("some exact match 42.0% ± 3.5 loss 1.2500 (2 tasks, 4s)");
    }

    @Test
    void theTableHasALineForEachTaskAndTheirMean() {
        SuiteResult plain = new SuiteResult("some", List.of(score("one", Optional.empty(), OptionalDouble.of(0.2))));
        assertThat(SuiteWords.table(plain, 100)).containsExactly(
                "task  examples  shots  exact match  chance             loss",
                "one        100      5  42.0% ± 5.0   20.0%  1.2500 ± 0.0625",
                "mean                   42.0% ± 5.0   20.0%  1.2500 ± 0.0625");
        SuiteResult choices = new SuiteResult("some", List.of(score("one", Optional.of(new Estimate(0.5, 0.1)), OptionalDouble.empty())));
        assertThat(SuiteWords.table(choices, 100)).containsExactly(
                "task  examples  shots  exact match        choice  chance             loss",
                "one        100      5  42.0% ± 5.0  50.0% ± 10.0       -  1.2500 ± 0.0625",
                "mean                   42.0% ± 5.0                     -  1.2500 ± 0.0625");
    }
}
