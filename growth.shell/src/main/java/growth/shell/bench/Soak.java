package growth.shell.bench;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.ParameterInitializer;
import growth.api.algebra.StateGrowth;
import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthPlan;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.runtime.engine.PlacedEngine;
import growth.runtime.plan.ProcessMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Takes one session through many steps and three growths to see whether steps slow down, memory leaks or the heap grows, compared with a
 * fresh session of the same shape right after each stage.
 */
public final class Soak {
    private static final int ROWS = 8;
    private static final int WARMUP = 3;
    private static final int TENTH = 10;
    private final PlacedEngine engine;
    private final int workers;
    private final long seed;

    /** @param workers threads; 0: one per core */
    public Soak(PlacedEngine engine, int workers, long seed) {
        this.engine = engine;
        this.workers = workers == 0 ? engine.engine().defaultWorkers() : workers;
        this.seed = seed;
    }

    /** Returns the models of the stages: twice the depth, twice the width, twice the depth. */
    static List<ModelShape> shapes() {
        ModelShape first = ModelShape.builder(Family.LLAMA).layers(2).hidden(64).heads(4).intermediate(256).vocabulary(1024).context(64)
                .build();
        ModelShape deeper = first.toBuilder().layers(4).build();
        ModelShape wider = deeper.toBuilder().hidden(128).heads(8).intermediate(512).build();
        return List.of(first, deeper, wider, wider.toBuilder().layers(8).build());
    }

    /**
     * Returns the stages that were finished before a stop.
     *
     * @param steps training steps in all
     */
    public List<SoakStage> run(int steps, BooleanSupplier stop) {
        List<ModelShape> shapes = shapes();
        int perStage = Math.max(TENTH, steps / shapes.size());
        List<SoakStage> stages = new ArrayList<>();
        try (EngineSession session = open(shapes.get(0))) {
            for (int i = 0; i < shapes.size() && !stop.getAsBoolean(); i++) {
                double seconds = i == 0 ? 0 : grow(session, shapes.get(i - 1), shapes.get(i));
                stages.add(stage(session, shapes.get(i), perStage, seconds, stop));
            }
        }
        if (stop.getAsBoolean() && !stages.isEmpty()) {
            stages.remove(stages.size() - 1);
        }
        return stages;
    }

    private SoakStage stage(EngineSession session, ModelShape shape, int steps, double growthSeconds, BooleanSupplier stop) {
        StepTimer timer = new StepTimer(session, batch(shape), "soak");
        timer.steps(Math.min(WARMUP, steps), stop);
        // the first steps make what every session has: gradients, moments, activations
        double begin = ProcessMemory.now().resident();
        HeapUse before = HeapUse.now();
        double[] seconds = timer.steps(steps - WARMUP, stop);
        HeapUse heap = HeapUse.now().since(before);
        double end = ProcessMemory.now().resident();
        return new SoakStage(shape, growthSeconds, seconds, fresh(shape, Math.max(TENTH, steps / TENTH), stop), begin, end,
                heap.collections(), heap.allocated() / seconds.length);
    }

    private double[] fresh(ModelShape shape, int steps, BooleanSupplier stop) {
        try (EngineSession session = open(shape)) {
            StepTimer timer = new StepTimer(session, batch(shape), "soak");
            timer.steps(WARMUP, stop);
            return timer.steps(steps, stop);
        }
    }

    private double grow(EngineSession session, ModelShape from, ModelShape to) {
        long begin = System.nanoTime();
        GrowthMap map = from.layers() < to.layers()
                ? GrowthMap.depth(from, to, LayerMap.stack(from.layers(), to.layers()), "soak")
                : GrowthMap.between(from, to).copyWidth().build("soak");
        session.adopt(StateGrowth.apply(GrowthPlan.of(map, Preservation.NONE), session.state(), OptimizerStatePolicy.CARRY, seed));
        return (System.nanoTime() - begin) / 1e9;
    }

    private Batch batch(ModelShape shape) {
        return RandomBatches.of(shape, ROWS, seed);
    }

    private EngineSession open(ModelShape shape) {
        try (ModelState state = ParameterInitializer.initialize(shape, seed)) {
            return engine.open(state, EngineOptions.of(workers, ROWS, seed));
        }
    }
}
