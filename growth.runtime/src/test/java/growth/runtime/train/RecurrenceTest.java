package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.TrainingTime;
import growth.api.training.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurrenceTest {
    private static Progress at(long step, long steps) {
        return new Progress(step, 100 * step, 0, 0, 0, step / (double) steps, 0, OptionalDouble.empty(), 0);
    }

    private static List<Long> due(String every, long steps) {
        Recurrence recurrence = new Recurrence(Optional.of(TrainingTime.parse(every)));
        List<Long> due = new ArrayList<>();
        for (long step = 1; step <= steps; step++) {
            if (recurrence.due(at(step - 1, steps), at(step, steps))) {
                due.add(step);
            }
        }
        return due;
    }

    @ParameterizedTest
    @CsvSource({"10%,2000", "1%,700", "5%,1000", "20%,30"})
    void sharesFallOnWholeSteps(String every, long steps) {
        long length = Math.round(steps * TrainingTime.parse(every).value());
        assertThat(due(every, steps)).hasSize((int) (steps / length)).allMatch(step -> step % length == 0);
    }

    @Test
    void stepsThatPassOverATimeAreDueOnce() {
        assertThat(due("250tok", 10)).containsExactly(3L, 5L, 8L, 10L);
        assertThat(due("30tok", 3)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void nothingIsNeverDue() {
        assertThat(new Recurrence(Optional.empty()).due(at(0, 10), at(10, 10))).isFalse();
    }
}
