package growth.runtime.plan;

import growth.api.algebra.LayerMap;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.operator.GrowthRequest;
import growth.api.schedule.PlannedStage;
import growth.runtime.prepare.LeasedOperator;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.SeedPurpose;
import growth.runtime.run.TrainablePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what learns in each planned stage. */
final class PlannedTraining {
    private final PreparedRun run;

    private PlannedTraining(PreparedRun run) {
        this.run = run;
    }

    /** Returns what learns, stage by stage; empty behind a growth whose operator is not installed any more, because it is over. */
    static List<Optional<Trainable>> of(PreparedRun run, List<PlannedStage> stages) {
        return new PlannedTraining(run).walk(stages);
    }

    private List<Optional<Trainable>> walk(List<PlannedStage> stages) {
        List<Optional<Trainable>> learning = new ArrayList<>();
        learning.add(Optional.of(run.run().training().computation().trainable()));
        for (int i = 1; i < stages.size(); i++) {
            ModelShape before = stages.get(i - 1).shape();
            boolean grows = !stages.get(i).shape().equals(before);
            learning.add(grows ? after(before, stages.get(i), i) : learning.get(i - 1));
        }
        return learning;
    }

    private Optional<Trainable> after(ModelShape from, PlannedStage to, int index) {
        TrainablePolicy policy = run.run().trains();
        return policy == TrainablePolicy.ALL ? Optional.of(Trainable.ALL) : map(from, to, index).map(policy::after);
    }

    private Optional<LayerMap> map(ModelShape from, PlannedStage to, int index) {
        if (!run.operators().installed(to.operator())) {
            // The growth is over, or it could not have been planned.
            return Optional.empty();
        }
        LeasedOperator operator = run.operators().lease(to.operator());
        GrowthRequest request = operator.request(from, to.shape(), SeedPurpose.GROWTH.seed(run.run().seed(), index - 1));
        return Optional.of(operator.plan(request).map().layers());
    }
}
