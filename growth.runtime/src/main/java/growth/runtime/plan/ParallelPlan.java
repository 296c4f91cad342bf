package growth.runtime.plan;

import growth.api.engine.Engine.Peak;
import growth.api.model.ModelShape;
import growth.api.model.ParameterLayout;
import growth.api.model.Trainable;
import growth.parallel.cost.Network;
import growth.parallel.cost.StepModel;
import growth.parallel.cost.StepTime;
import growth.parallel.cost.StepWork;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.run.DataParallel;
import growth.runtime.run.TrainingSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a run asks of several processes that train it together, whatever network is between them.
 *
 * @param settings how many they are, and how they keep one model
 * @param work     what a step of each planned stage asks for; its seconds are NaN if this machine's speed is not known
 * @param possible numbers of ranks that would divide the batch, ascending
 */
public record ParallelPlan(DataParallel settings, List<StepWork> work, List<Integer> possible) {
    /** Bytes that AdamW reads and writes for a parameter, with its gradient. */
    private static final double UPDATED = 28;
    /** Bytes per second of a machine's memory; a device's is so fast that an update is not counted. */
    private static final double MEMORY = 12e9;

    /**
     * Returns it, if the run is one of several processes.
     *
     * @param stages the planned stages
     * @param peak   this machine's speed
     */
    static Optional<ParallelPlan> of(PreparedRun run, List<Plan.Stage> stages, Peak peak) {
        DataParallel settings = run.run().parallel();
        TrainingSettings training = run.run().training();
        return settings.ranks() == 1 ? Optional.empty() : Optional.of(new ParallelPlan(settings,
                stages.stream().map(stage -> work(run, stage, peak.trainingFlops())).toList(),
                IntStream.rangeClosed(1, training.batch()).filter(ranks -> DataParallel.fits(ranks, training)).boxed().toList()));
    }

    private static StepWork work(PreparedRun run, Plan.Stage stage, double flopsPerSecond) {
        Trainable learning = stage.trainable().orElse(Trainable.ALL);
        StagePace pace = StagePace.of(stage.shape(), stage.view(), learning, run.scale(), run.target(), run.dataset().scoredShare(),
                flopsPerSecond);
        long learned = learned(stage.shape(), learning);
        double whole = pace.seconds() / pace.steps();
        double update = run.computing().placement().device().host() ? Math.min(whole / 2, UPDATED * learned / MEMORY) : 0;
        return new StepWork(whole - update, update, learned, learned * copies(run));
    }

    private static long learned(ModelShape shape, Trainable learning) {
        return ParameterLayout.of(shape).parameters().stream().filter(learning::trains)
                .mapToLong(parameter -> parameter.count(shape)).sum();
    }

    /** Returns how many numbers a synchronisation after local steps sums for a parameter: itself, moments, averages. */
    private static int copies(PreparedRun run) {
        TrainingSettings training = run.run().training();
        return 1 + (training.optimizer().kind() == TrainingSettings.Optimizer.Kind.MUON ? 1 : 2) + training.averages().size();
    }

    /**
     * Returns the bytes that local steps take besides a session's: the model of the last synchronisation, the outer momentum, and what is
     * summed.
     */
    static double extra(PreparedRun run, ModelShape shape) {
        return run.run().parallel().local().isEmpty() ? 0 : (double) Float.BYTES * shape.parameterCount() * (2 + copies(run));
    }

    /** Returns the model of a stage's step. */
    public StepModel model(int stage, Network network) {
        return new StepModel(work.get(stage), network);
    }

    /** Returns a stage's step with another number of ranks. */
    public StepTime step(int stage, int ranks, Network network) {
        StepModel model = model(stage, network);
        return settings.local().map(local -> model.local(ranks, local.steps())).orElseGet(() -> model.synchronous(ranks));
    }

    /** Returns a stage's step with the run's ranks. */
    public StepTime step(int stage, Network network) {
        return step(stage, settings.ranks(), network);
    }

    /** Returns the number of ranks with which a stage's step would be shortest. */
    public int fastest(int stage, Network network) {
        return StepModel.fastest(ranks -> step(stage, ranks, network), possible.stream().mapToInt(Integer::intValue));
    }

    /** Returns the seconds of the whole run with its ranks; NaN if they are not known. */
    public double seconds(List<Plan.Stage> stages, Network network) {
        double seconds = 0;
        for (int i = 0; i < stages.size(); i++) {
            seconds += stages.get(i).seconds() / step(i, network).speedup(model(i, network).alone());
        }
        return seconds;
    }
}
