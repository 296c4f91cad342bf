package growth.api.schedule;

import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.training.Progress;
import java.util.List;
import java.util.Optional;

/**
 * A run whose stages are all known before it begins. The trainer counts the growths that are done, so the run itself saves nothing.
 *
 * @param stages the stages, the first one beginning at zero
 */
public record PlannedRun(List<PlannedStage> stages) implements RunningSchedule {
    public PlannedRun {
        stages = List.copyOf(stages);
    }

    @Override
    public ModelShape start() {
        return stages.get(0).shape();
    }

    @Override
    public View startView() {
        return stages.get(0).view();
    }

    @Override
    public Optional<List<PlannedStage>> plan() {
        return Optional.of(stages);
    }

    @Override
    public Decision next(Progress progress, ModelShape present) {
        int next = progress.stage() + 1;
        if (next >= stages.size() || !progress.reached(stages.get(next).from())) {
            return Decision.trainOn();
        }
        return stages.get(next).growth();
    }
}
