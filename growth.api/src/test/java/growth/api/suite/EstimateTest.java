package growth.api.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static final double EXACT = 1e-15;

    /** Python: {@code statistics.mean(v), statistics.stdev(v) / math.sqrt(len(v))}. */
    @Test
    void isTheMeanWithItsStandardError() {
        Estimate shares = Estimate.of(new double[] {1, 0, 1, 1, 0, 0, 1, 0, 1, 1});
        assertThat(shares.mean()).isCloseTo(0.6, within(EXACT));
        assertThat(shares.standardError()).isCloseTo(0.16329931618554522, within(EXACT));
        Estimate losses = Estimate.of(new double[] {2.5, 0.25, 1.75});
        assertThat(losses.mean()).isCloseTo(1.5, within(EXACT));
        assertThat(losses.standardError()).isCloseTo(0.6614378277661477, within(EXACT));
    }

    @Test
    void knowsNoErrorOfOneExample() {
        assertThat(Estimate.of(new double[] {0.5})).isEqualTo(new Estimate(0.5, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Estimate.of(new double[0]));
    }

    @Test
    void aSuiteCountsItsTasksAlike() {
        SuiteResult result = new SuiteResult("some", List.of(score("a", 10, 0.25, 0.03, OptionalDouble.of(0.2)),
                score("b", 1000, 0.75, 0.04, OptionalDouble.of(0.1))));
        assertThat(result.exactMatch().mean()).isCloseTo(0.5, within(EXACT));
        // sqrt(0.03² + 0.04²) / 2
        assertThat(result.exactMatch().standardError()).isCloseTo(0.025, within(EXACT));
        assertThat(result.chance().orElseThrow()).isCloseTo(0.15, within(EXACT));
        assertThat(result.cost()).isEqualTo(new TaskScore.Cost(2, 20));
        SuiteResult unknown = new SuiteResult("some", List.of(result.tasks().get(0), score("c", 1, 0, 0, OptionalDouble.empty())));
        assertThat(unknown.chance()).isEmpty();
    }

    private static TaskScore score(String task, int examples, double share, double error, OptionalDouble chance) {
        Estimate loss = new Estimate(1, 0.1);
        return new TaskScore(task, examples, 0, new Estimate(share, error), loss, loss, Optional.empty(), chance,
                new TaskScore.Cost(1, 10));
    }

    @Test
    void declarationsThatCannotBeAreRefused() {
        SuiteExample.Tokens example = new SuiteExample.Tokens(new int[] {1}, new int[] {2});
        assertThatIllegalArgumentException().isThrownBy(() -> new SuiteTask("Two Words", "x", OptionalDouble.empty(), List.of(example)))
                .withMessageContaining("'Two Words'");
        assertThatIllegalArgumentException().isThrownBy(() -> new SuiteTask("a", " ", OptionalDouble.empty(), List.of(example)))
                .withMessage("task a needs a description");
        assertThatIllegalArgumentException().isThrownBy(() -> new SuiteTask("a", "x", OptionalDouble.of(20), List.of(example)))
                .withMessage("task a: chance is a share from 0 to 1, not 20.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new SuiteTask("a", "x", OptionalDouble.empty(), List.of()))
                .withMessage("task a has no example");
        assertThatIllegalArgumentException().isThrownBy(() -> new SuiteExample.Text(List.of(), "What?", "", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new SuiteExample.Tokens(new int[0], new int[] {2}));
    }
}
