package growth.shell.bench;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.algebra.ParameterInitializer;
import growth.api.data.Batch;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.ModelState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Measures training steps through the engine's contract, each size between two measurements of the machine's peak: speeds drift on shared
 * machines, so that only ratios within one run say something.
 */
public final class Bench {
    private static final TrainOptions STEP = TrainOptions.of(1e-4, OptimizerSettings.adamw(0.9, 0.95, 1e-8, 0.1));
    private final Engine engine;
    private final BenchPlan plan;
    private final int workers;

    /** @param engine what is measured */
    public Bench(Engine engine, BenchPlan plan) {
        this.engine = engine;
        this.plan = plan;
        this.workers = plan.workers() == 0 ? engine.defaultWorkers() : plan.workers();
    }

    /** @return the threads that compute */
    public int workers() {
        return workers;
    }

    /**
     * @param stop whether the user wants to end
     * @return what was measured; what a stop has left incomplete is not in it
     * @throws GrowthException (DIVERGED) if a step was not made, which would be no time worth knowing
     */
    public List<BenchResult> run(List<BenchSize> sizes, BooleanSupplier stop) {
        List<BenchResult> results = new ArrayList<>();
        double before = engine.peak(workers).flops();
        for (BenchSize size : sizes) {
            BenchSteps steps = steps(size, stop);
            if (stop.getAsBoolean()) {
                break;
            }
            double after = engine.peak(workers).flops();
            results.add(new BenchResult(size, steps.seconds(), size.batch(plan.seed()).tokens(), steps.flops(), Math.max(before, after),
                    steps.memory()));
            before = after;
        }
        return results;
    }

    private record BenchSteps(double[] seconds, double flops, ProcessMemory memory) {
    }

    private BenchSteps steps(BenchSize size, BooleanSupplier stop) {
        List<Batch> batches = List.of(size.batch(plan.seed()));
        try (EngineSession session = open(size)) {
            for (int i = 0; i < plan.warmup() && !stop.getAsBoolean(); i++) {
                step(session, batches, size);
            }
            List<Double> seconds = new ArrayList<>();
            double flops = 0;
            long begun = System.nanoTime();
            while (plan.more(seconds.size(), (System.nanoTime() - begun) / 1e9) && !stop.getAsBoolean()) {
                long from = System.nanoTime();
                flops = step(session, batches, size).flops();
                seconds.add((System.nanoTime() - from) / 1e9);
            }
            return new BenchSteps(seconds.stream().mapToDouble(Double::doubleValue).toArray(), flops, ProcessMemory.now());
        }
    }

    private EngineSession open(BenchSize size) {
        try (ModelState state = ParameterInitializer.initialize(size.shape(), plan.seed())) {
            return engine.open(state, new EngineOptions(workers, size.rows(), plan.seed()));
        }
    }

    private static StepResult step(EngineSession session, List<Batch> batches, BenchSize size) {
        StepResult result = session.train(batches, STEP);
        if (!result.updated()) {
            throw new GrowthException(Kind.DIVERGED, "bench " + size
                    + ": the engine refused a step because loss or gradient became infinite or NaN");
        }
        return result;
    }
}
