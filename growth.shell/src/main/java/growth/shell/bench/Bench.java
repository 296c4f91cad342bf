package growth.shell.bench;

import growth.api.GrowthException;
import growth.api.algebra.ParameterInitializer;
import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.api.model.ModelState;
import growth.runtime.engine.PlacedEngine;
import growth.runtime.plan.ProcessMemory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Measures training steps through the engine's contract, each size between two measurements of the machine's peak: speeds drift on shared
 * machines, so that only ratios within one run say something.
 */
public final class Bench {
    private final PlacedEngine engine;
    private final BenchPlan plan;
    private final int workers;

    /** @param engine what is measured */
    public Bench(PlacedEngine engine, BenchPlan plan) {
        this.engine = engine;
        this.plan = plan;
        this.workers = plan.workers() == 0 ? engine.engine().defaultWorkers() : plan.workers();
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
        BenchPeak before = BenchPeak.of(engine, workers);
        for (BenchSize size : sizes) {
            int rows = BenchRows.of(engine, size, plan);
            Batch batch = size.batch(rows, plan.seed());
            BenchSteps steps = steps(size, batch, stop);
            if (stop.getAsBoolean()) {
                break;
            }
            BenchPeak after = BenchPeak.of(engine, workers);
            results.add(new BenchResult(size, rows, steps.seconds(), batch.tokens(), steps.flops(), before.max(after),
                    steps.memory()));
            before = after;
        }
        return results;
    }

    /** Measures products of matrices in the number formats that the engine has besides its own: format → operations per second. */
    public Map<Precision, Double> otherPeaks() {
        Map<Precision, Double> peaks = new EnumMap<>(Precision.class);
        for (Precision other : Precision.values()) {
            try {
                if (other != engine.placement().precision()) {
                    Placement placement = engine.engine().resolve(engine.placement().withPrecision(other));
                    peaks.put(other, engine.engine().peak(workers, placement).flops());
                }
            } catch (GrowthException e) {
                // it has no such format, and nobody has asked for it
                continue;
            }
        }
        return peaks;
    }

    private record BenchSteps(double[] seconds, double flops, ProcessMemory memory) {
    }

    private BenchSteps steps(BenchSize size, Batch batch, BooleanSupplier stop) {
        try (EngineSession session = open(size, batch.rows())) {
            StepTimer timer = new StepTimer(session, batch, size.label());
            long opened = System.nanoTime();
            timer.steps(done -> plan.warming(done, (System.nanoTime() - opened) / 1e9), stop);
            long begun = System.nanoTime();
            double[] seconds = timer.steps(done -> plan.more(done, (System.nanoTime() - begun) / 1e9), stop);
            return new BenchSteps(seconds, timer.flops(), ProcessMemory.now());
        }
    }

    private EngineSession open(BenchSize size, int rows) {
        try (ModelState state = ParameterInitializer.initialize(size.shape(), plan.seed())) {
            return engine.open(state, EngineOptions.of(workers, rows, plan.seed()));
        }
    }
}
