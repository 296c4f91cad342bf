package growth.runtime.plan;

import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.runtime.prepare.PreparedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stages of a run, as far as they are known before it. */
final class PlannedStages {
    private PlannedStages() {
    }

    /**
     * @param flopsPerSecond operations the machine is expected to do in a second; NaN if not known
     * @return the stages with what they cost; where the schedule decides while training, without times and costs
     */
    static List<Plan.Stage> of(PreparedRun run, double flopsPerSecond) {
        List<Plan.Stage> stages = StageCosts.of(run, flopsPerSecond);
        return stages.isEmpty() ? timeless(run) : stages;
    }

    /** The first model, and what the schedule names of the later ones. */
    private static List<Plan.Stage> timeless(PreparedRun run) {
        List<Plan.Stage> stages = new ArrayList<>();
        stages.add(timeless(run, 0, run.schedule().start(), run.schedule().startView()));
        run.schedule().growths().forEach(growth -> stages.add(timeless(run, Double.NaN, growth.target(), growth.view())));
        return stages;
    }

    private static Plan.Stage timeless(PreparedRun run, double from, ModelShape shape, View view) {
        return new Plan.Stage(from, Double.NaN, shape, view, shape.parameterCount(), Double.NaN, Double.NaN,
                run.engine().memory(shape, view, run.engineOptions(), run.dataset().scoredShare()), Double.NaN,
                Optional.of(Trainable.ALL));
    }
}
