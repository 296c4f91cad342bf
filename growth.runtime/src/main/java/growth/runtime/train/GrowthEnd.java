package growth.runtime.train;

import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.schedule.PlannedStage;
import growth.runtime.prepare.PreparedRun;
import java.util.List;
import java.util.Optional;

/** Decides whether a run's schedule is exhausted, so that neither it nor an operator is needed any longer. */
final class GrowthEnd {
    private GrowthEnd() {
    }

    /**
     * @param model what is trained
     * @param stage changes of stage so far
     */
    static boolean reached(PreparedRun run, TrainedModel model, int stage) {
        if (model.search().isPresent()) {
            return false;
        }
        Optional<List<PlannedStage>> plan = run.schedule().plan();
        if (plan.isPresent()) {
            PlannedStage last = plan.get().get(plan.get().size() - 1);
            boolean once = plan.get().stream().filter(s -> same(s, last)).count() == 1;
            return same(last, model.shape(), model.view()) && (once || stage >= plan.get().size() - 1);
        }
        // A schedule that decides while training ends with the target, seen whole.
        return run.target().equals(model.shape()) && View.full().equals(model.view());
    }

    private static boolean same(PlannedStage one, PlannedStage other) {
        return same(one, other.shape(), other.view());
    }

    private static boolean same(PlannedStage stage, ModelShape shape, View view) {
        return stage.shape().equals(shape) && stage.view().equals(view);
    }
}
