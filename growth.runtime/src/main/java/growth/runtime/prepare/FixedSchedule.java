package growth.runtime.prepare;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.schedule.Decision;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.training.Progress;
import java.util.List;
import java.util.Optional;

/**
 * The schedule of a run from scratch: one model from the first step to the last.
 *
 * @param start its shape
 */
record FixedSchedule(ModelShape start) implements RunningSchedule {
    @Override
    public Optional<List<PlannedStage>> plan() {
        return Optional.of(List.of(new PlannedStage(TrainingTime.tokens(0), start, View.full(), Optional.empty())));
    }

    @Override
    public Decision next(Progress progress, ModelShape present) {
        return Decision.trainOn();
    }
}
