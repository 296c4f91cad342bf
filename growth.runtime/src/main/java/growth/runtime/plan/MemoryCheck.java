package growth.runtime.plan;

import growth.api.Amounts;
import growth.api.GrowthException;
import growth.api.engine.Engine.DeviceMemory;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthOperator;
import growth.api.operator.LearningOperator;
import growth.api.operator.OptimizerStatePolicy;
import growth.runtime.plugins.guard.Guarded;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.run.TrainingSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks that a run fits into memory before allocating anything.
 *
 * @param place of what is said
 * @param takes the estimate
 * @param limit how much there is
 */
public record MemoryCheck(String place, Plan.Memory takes, MemoryLimit limit) {
    /** Beyond this share of the limit, a run is close to it: the system needs some memory, and estimates are rough. */
    private static final double CLOSE = 0.9;
    /**
     * Measured memory that training adds to the process besides models: compiled code, stacks of workers, batches, a checkpoint's buffers.
     */
    private static final double TRAINING = 32e6;
    private static final String REMEDY = "; make the model, training.batch or the context smaller, raise training.accumulation, or set"
            + " training.recompute: block";
    private static final String MODEL = "; make the model smaller";

    /** Returns the check of this run on this machine. */
    static MemoryCheck of(PreparedRun run) {
        return new MemoryCheck(run.run().file().toString(), estimate(run, StageCosts.known(run, Double.NaN)), MemoryLimit.now());
    }

    /** Returns why the run cannot be trained here, if it cannot. */
    Optional<String> refusal() {
        Optional<String> host = takes.bytes() > limit.bytes() ? Optional.of(words() + remedy()) : Optional.empty();
        return host.or(() -> takes.device().filter(use -> use.bytes() > use.memory().total()).map(use -> words(use) + REMEDY));
    }

    /** Where a device computes, the machine's memory holds parameters and what belongs to them, and no activations. */
    private String remedy() {
        return takes.device().isPresent() ? MODEL : REMEDY;
    }

    /** Returns a line if the run hardly fits. */
    static List<String> warnings(PreparedRun run) {
        return of(run).warnings();
    }

    List<String> warnings() {
        if (refusal().isPresent()) {
            return List.of();
        }
        boolean close = takes.bytes() > CLOSE * limit.bytes();
        Optional<String> device = takes.device().filter(use -> use.bytes() > CLOSE * use.memory().free()).map(use -> words(use)
                + ", of which " + Amounts.bytes(use.memory().free()) + " are free now: it may run out of memory" + REMEDY);
        return Stream.concat(close ? Stream.of(words() + ": it may run out of memory" + remedy()) : Stream.empty(), device.stream())
                .toList();
    }

    private String words(Plan.DeviceUse use) {
        return place + ": the run takes " + Amounts.bytes(use.bytes()) + " of memory of " + use.name() + ", and " + use.memory().device()
                + " has " + Amounts.bytes(use.memory().total());
    }

    /** @throws GrowthException (CONFIGURATION) if the run cannot be trained here */
    public static void require(PreparedRun run) {
        of(run).refusal().ifPresent(words -> {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, words);
        });
    }

    private String words() {
        return place + ": the run takes " + Amounts.bytes(takes.bytes()) + " of memory (" + Amounts.bytes(takes.models())
                + " for models), and " + limit.what() + " has " + Amounts.bytes(limit.bytes());
    }

    /**
     * Returns the memory a training takes. A planning process has loaded and opened the same things as a training one, so its own memory
     * stands for that part; models are added to it.
     *
     * @param stages the planned stages, in order
     */
    static Plan.Memory estimate(PreparedRun run, List<Plan.Stage> stages) {
        Optional<DeviceMemory> device = run.engine().deviceMemory(run.computing().placement());
        double models = 0;
        for (int i = 0; i < stages.size(); i++) {
            Plan.Stage stage = stages.get(i);
            models = Math.max(models, held(run, stage, device));
            boolean grows = i > 0 && !stage.shape().equals(stages.get(i - 1).shape());
            // Without its operator a resumed run has its growths behind it.
            if (grows && run.operators().installed(Optional.empty())) {
                // The operator makes the grown state while the session still holds the small model; then the session takes it over.
                models = Math.max(models, held(run, stages.get(i - 1), device) + grownState(run, stage.shape())
                        + lent(run, stages.get(i - 1).shape()));
            }
        }
        double largest = stages.stream().mapToDouble(Plan.Stage::bytes).max().orElse(0);
        return new Plan.Memory(ProcessMemory.now().resident() + TRAINING, models,
                device.map(memory -> new Plan.DeviceUse(run.computing().placement().device().toString(), memory, largest)));
    }

    /** Returns the bytes that a stage takes of the machine's memory: all, or of a model on a device the state that is saved and grown. */
    private static double held(PreparedRun run, Plan.Stage stage, Optional<DeviceMemory> device) {
        int copies = 1 + run.run().training().averages().size() + slotsOfOptimizer(run);
        return ParallelPlan.extra(run, stage.shape())
                + (device.isEmpty() ? stage.bytes() : (double) copies * Float.BYTES * stage.shape().parameterCount());
    }

    private static double grownState(PreparedRun run, ModelShape shape) {
        int copies = 1 + run.run().training().averages().size() + slots(run);
        return (double) copies * Float.BYTES * shape.parameterCount();
    }

    /** Returns the bytes lent to a plug-in that learns, which gets a copy of the small model. */
    private static double lent(PreparedRun run, ModelShape small) {
        GrowthOperator operator = run.operators().lease(Optional.empty()).operator();
        if (!Guarded.foreign(operator) || !(operator instanceof LearningOperator)) {
            return 0;
        }
        int copies = 1 + run.run().training().averages().size() + slotsOfOptimizer(run);
        return (double) copies * Float.BYTES * small.parameterCount();
    }

    /** Returns the number of optimizer tensors per parameter that a growth keeps. */
    private static int slots(PreparedRun run) {
        boolean forgotten = run.operators().lease(Optional.empty()).optimizerState() == OptimizerStatePolicy.RESET;
        return forgotten ? 0 : slotsOfOptimizer(run);
    }

    private static int slotsOfOptimizer(PreparedRun run) {
        return run.run().training().optimizer().kind() == TrainingSettings.Optimizer.Kind.MUON ? 1 : 2;
    }
}
