package growth.shell.bench;

import growth.api.GrowthException;
import growth.api.algebra.ParameterInitializer;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.ModelState;
import growth.runtime.plan.ProcessMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Measures training steps through the engine's contract, each size between two measurements of the machine's peak: speeds drift on shared
 * machines, so that only ratios within one run say something.
 */
public final class Bench {
    private final Engine engine;
    private final BenchPlan plan;
    private final int workers;

    /** @param engine what is measured */
    public Bench(Engine engine, BenchPlan plan) {
        this.engine = engine;
        this.plan = plan;
        this.workers = plan.workers() == 0 ? engine.defaultWorkers() : plan.workers();
    }

    /** Returns the threads that compute. */
    public int workers() {
        return workers;
    }

    /**
     * Returns the measurements, without those that a stop has left incomplete.
     *
     * @param stop whether the user wants to end
     * @throws GrowthException (DIVERGED) if the engine refuses a step, whose time would mean nothing
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
        try (EngineSession session = open(size)) {
            StepTimer timer = new StepTimer(session, size.batch(plan.seed()), size.label());
            timer.steps(plan.warmup(), stop);
            long begun = System.nanoTime();
            double[] seconds = timer.steps(done -> plan.more(done, (System.nanoTime() - begun) / 1e9), stop);
            return new BenchSteps(seconds, timer.flops(), ProcessMemory.now());
        }
    }

    private EngineSession open(BenchSize size) {
        try (ModelState state = ParameterInitializer.initialize(size.shape(), plan.seed())) {
            return engine.open(state, EngineOptions.of(workers, size.rows(), plan.seed()));
        }
    }
}
