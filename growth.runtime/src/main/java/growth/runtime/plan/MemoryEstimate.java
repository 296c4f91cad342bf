package growth.runtime.plan;

import growth.api.model.ModelShape;
import growth.api.operator.GrowthOperator;
import growth.api.operator.LearningOperator;
import growth.api.operator.OptimizerStatePolicy;
import growth.runtime.plugins.guard.Guarded;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.run.TrainingSettings;
import java.util.List;
import java.util.Optional;

/**
 * What a training takes. A process that plans has loaded and opened what a process that trains has, so its own memory stands for that part;
 * models are added to it.
 */
final class MemoryEstimate {
    /** What training adds to the process besides models, as measured: compiled code, stacks of workers, batches, a checkpoint's buffers. */
    private static final double TRAINING = 32e6;

    private MemoryEstimate() {
    }

    /** @param stages the planned stages, in order */
    static Plan.Memory of(PreparedRun run, List<Plan.Stage> stages) {
        double models = 0;
        for (int i = 0; i < stages.size(); i++) {
            Plan.Stage stage = stages.get(i);
            models = Math.max(models, stage.bytes());
            boolean grows = i > 0 && !stage.shape().equals(stages.get(i - 1).shape());
            // Without its operator a resumed run has its growths behind it.
            if (grows && run.operators().installed(Optional.empty())) {
                // The operator makes the grown state while the session still holds the small model; then the session takes it over.
                models = Math.max(models, stages.get(i - 1).bytes() + grownState(run, stage.shape())
                        + lent(run, stages.get(i - 1).shape()));
            }
        }
        return new Plan.Memory(ProcessMemory.now().resident() + TRAINING, models);
    }

    private static double grownState(PreparedRun run, ModelShape shape) {
        int copies = 1 + run.run().training().averages().size() + slots(run);
        return (double) copies * Float.BYTES * shape.parameterCount();
    }

    /** A plug-in that learns gets a copy of the small model. */
    private static double lent(PreparedRun run, ModelShape small) {
        GrowthOperator operator = run.operators().lease(Optional.empty()).operator();
        if (!Guarded.foreign(operator) || !(operator instanceof LearningOperator)) {
            return 0;
        }
        int copies = 1 + run.run().training().averages().size() + slotsOfOptimizer(run);
        return (double) copies * Float.BYTES * small.parameterCount();
    }

    /** Tensors that the optimizer remembers of a parameter and that a growth keeps. */
    private static int slots(PreparedRun run) {
        boolean forgotten = run.operators().lease(Optional.empty()).optimizerState() == OptimizerStatePolicy.RESET;
        return forgotten ? 0 : slotsOfOptimizer(run);
    }

    private static int slotsOfOptimizer(PreparedRun run) {
        return run.run().training().optimizer().kind() == TrainingSettings.Optimizer.Kind.MUON ? 1 : 2;
    }
}
