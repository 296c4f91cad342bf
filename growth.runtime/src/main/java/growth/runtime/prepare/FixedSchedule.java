package growth.runtime.prepare;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.schedule.Decision;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.training.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schedule of a run from scratch, or of one that has made its last growth and whose own schedule is not installed any more: one model
 * from the first step to the last. What another schedule has remembered is kept for it.
 */
final class FixedSchedule implements RunningSchedule {
    private final ModelShape start;
    private Map<String, String> remembered = Map.of();

    /** @param start the model's shape */
    FixedSchedule(ModelShape start) {
        this.start = start;
    }

    @Override
    public ModelShape start() {
        return start;
    }

    @Override
    public Map<String, String> save() {
        return remembered;
    }

    @Override
    public void restore(Map<String, String> saved) {
        remembered = saved;
    }

    @Override
    public Optional<List<PlannedStage>> plan() {
        return Optional.of(List.of(new PlannedStage(TrainingTime.tokens(0), start, View.full(), Optional.empty())));
    }

    @Override
    public Decision next(Progress progress, ModelShape present) {
        return Decision.trainOn();
    }
}
