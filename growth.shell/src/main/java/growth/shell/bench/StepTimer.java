package growth.shell.bench;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/** Times training steps of one session on one batch. */
final class StepTimer {
    private static final TrainOptions STEP = TrainOptions.of(1e-4, OptimizerSettings.adamw(0.9, 0.95, 1e-8, 0.1));
    private final EngineSession session;
    private final List<Batch> batches;
    private final String what;
    private double flops;
    private double loss = Double.NaN;

    /** @param what what is measured, for errors */
    StepTimer(EngineSession session, Batch batch, String what) {
        this.session = session;
        this.batches = List.of(batch);
        this.what = what;
    }

    /** Returns training operations of the last step, as the engine counts them. */
    double flops() {
        return flops;
    }

    /** Returns the loss of the last step. */
    double loss() {
        return loss;
    }

    /**
     * Returns seconds of each step, in order.
     *
     * @throws GrowthException (DIVERGED) if the engine refuses a step, whose time would mean nothing
     */
    double[] steps(int count, BooleanSupplier stop) {
        return steps(done -> done < count, stop);
    }

    /** @param more whether another step shall be made after so many */
    double[] steps(IntPredicate more, BooleanSupplier stop) {
        List<Double> seconds = new ArrayList<>();
        while (more.test(seconds.size()) && !stop.getAsBoolean()) {
            long from = System.nanoTime();
            step();
            seconds.add((System.nanoTime() - from) / 1e9);
        }
        return seconds.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void step() {
        StepResult result = session.train(batches, STEP);
        if (!result.updated()) {
            throw new GrowthException(Kind.DIVERGED, "bench " + what
                    + ": the engine refused a step because loss or gradient became infinite or NaN");
        }
        flops = result.flops();
        loss = result.loss();
    }
}
