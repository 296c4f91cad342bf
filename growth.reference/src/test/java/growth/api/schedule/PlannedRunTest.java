package growth.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.TrainingTime;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.operator.LearningRatePolicy;
import growth.api.training.Progress;
import growth.reference.SmallShapes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PlannedRunTest {
    private final ModelShape small = SmallShapes.of(Family.LLAMA);
    private final ModelShape large = small.toBuilder().layers(4).build();
    private final View half = View.full().withSequence(4);
    private final PlannedStage growth = new PlannedStage(TrainingTime.steps(10), large, View.full(), Optional.of("stack"),
            Optional.of(LearningRatePolicy.REWIND));
    private final RunningSchedule run = new PlannedRun(List.of(PlannedStage.first(small, half), growth));

    @Test
    void itStartsWithTheFirstStageAndTellsItsPlan() {
        assertThat(run.start()).isEqualTo(small);
        assertThat(run.startView()).isEqualTo(half);
        assertThat(run.plan()).hasValue(List.of(new PlannedStage(TrainingTime.steps(0), small, half, Optional.empty()), growth));
        assertThat(run.growths()).containsExactly(
                new Decision.Grow(large, Optional.of("stack"), View.full(), Optional.of(LearningRatePolicy.REWIND)));
    }

    @Test
    void aStageBeginsWhenItsTimeHasComeWithItsOperatorViewAndLearningRate() {
        assertThat(run.next(progress(9, 0), small)).isEqualTo(Decision.trainOn());
        assertThat(run.next(progress(10, 0), small)).isEqualTo(
                new Decision.Grow(large, Optional.of("stack"), View.full(), Optional.of(LearningRatePolicy.REWIND)));
        assertThat(run.next(progress(11, 1), large)).isEqualTo(Decision.trainOn());
    }

    private static Progress progress(long step, int stage) {
        return new Progress(step, 0, 0, 0, 0, 0, 3, OptionalDouble.empty(), stage);
    }
}
