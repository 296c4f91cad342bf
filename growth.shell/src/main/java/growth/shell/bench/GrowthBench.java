package growth.shell.bench;

import growth.api.algebra.GrownArrays;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.ParameterInitializer;
import growth.api.algebra.StateGrowth;
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
import growth.runtime.train.StateSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Measures one growth of a large model with its optimizer state: its time and memory, and whether steps are as fast afterwards. */
public final class GrowthBench {
    private static final int ROWS = 4;
    private static final int WARMUP = 2;
    private static final int GROWTHS = 3;
    private final PlacedEngine engine;
    private final EngineOptions options;
    private final int steps;

    /**
     * @param workers threads; 0: one per core
     * @param steps   measured steps before, after, and of a fresh session
     */
    public GrowthBench(PlacedEngine engine, int workers, int steps, long seed) {
        this.engine = engine;
        this.options = EngineOptions.of(workers == 0 ? engine.engine().defaultWorkers() : workers, ROWS, seed);
        this.steps = steps;
    }

    /** Returns GPT-2 of 124 million parameters, except that its context is short. */
    public static ModelShape gpt2() {
        return ModelShape.builder(Family.GPT2).layers(12).hidden(768).heads(12).intermediate(3072).vocabulary(50257).context(64).build();
    }

    /**
     * Returns the measurements; empty if the user wants to end.
     *
     * @param to the grown model; training begins with half of its layers
     */
    public Optional<Growth> run(ModelShape to, BooleanSupplier stop) {
        ModelShape from = to.toBuilder().layers(to.layers() / 2).build();
        Growth growth;
        try (EngineSession session = open(from)) {
            double[] before = time(session, from, stop);
            growth = grow(session, from, to).with(new Steps(before, time(session, to, stop), new double[0]));
        }
        List<Took> took = new ArrayList<>(List.of(growth.took()));
        while (took.size() < GROWTHS && !stop.getAsBoolean()) {
            try (EngineSession session = open(from)) {
                new StepTimer(session, RandomBatches.of(from, ROWS, options.seed()), "growth").steps(1, stop);
                took.add(grow(session, from, to).took());
            }
        }
        try (EngineSession session = open(to)) {
            double[] fresh = time(session, to, stop);
            return stop.getAsBoolean() ? Optional.empty() : Optional.of(new Growth(from, to, Took.median(took), growth.state(),
                    growth.resident(), new Steps(growth.steps().before(), growth.steps().after(), fresh)));
        }
    }

    private Growth grow(EngineSession session, ModelShape from, ModelShape to) {
        System.gc();
        double resident = ProcessMemory.now().resident();
        try (ResidentPeak peak = new ResidentPeak(); GrownArrays arrays = session.arrays(to)) {
            ModelState old = session.state();
            long oldBytes = StateSize.bytes(old);
            long begin = System.nanoTime();
            GrowthMap map = GrowthMap.depth(from, to, LayerMap.stack(from.layers(), to.layers()), "stack");
            ModelState grown = StateGrowth.apply(GrowthPlan.of(map, Preservation.NONE), old, OptimizerStatePolicy.CARRY, options.seed(),
                    arrays);
            double operator = (System.nanoTime() - begin) / 1e9;
            long bytes = StateSize.bytes(grown);
            session.adopt(grown);
            double whole = (System.nanoTime() - begin) / 1e9;
            return new Growth(from, to, new Took(operator, whole - operator, whole), new StateBytes(oldBytes, bytes),
                    new Resident(resident, peak.bytes(), ProcessMemory.now().resident()), Steps.NONE);
        }
    }

    private double[] time(EngineSession session, ModelShape shape, BooleanSupplier stop) {
        StepTimer timer = new StepTimer(session, RandomBatches.of(shape, ROWS, options.seed()), "growth");
        timer.steps(WARMUP, stop);
        return timer.steps(steps, stop);
    }

    private EngineSession open(ModelShape shape) {
        try (ModelState state = ParameterInitializer.initialize(shape, options.seed())) {
            return engine.open(state, options);
        }
    }

    /**
     * What was measured.
     *
     * @param from     the small model
     * @param to       the grown model
     * @param took     how long the growth took
     * @param state    bytes of parameters and optimizer state
     * @param resident resident bytes of the process
     * @param steps    times of steps
     */
    public record Growth(ModelShape from, ModelShape to, Took took, StateBytes state, Resident resident, Steps steps) {
        Growth with(Steps others) {
            return new Growth(from, to, took, state, resident, others);
        }

        /** Returns the most resident bytes beyond what was there before (the small model) and the grown state. */
        public double aboveBothModels() {
            return resident.highest() - resident.before() - state.grown();
        }
    }

    /**
     * Seconds of a growth.
     *
     * @param operator to make the grown state
     * @param adopt    until the session has taken it over
     * @param first    both, of the first growth of the process: its code is not compiled yet, and where the system lends memory to
     *                 others while it is free, it must get that back
     */
    public record Took(double operator, double adopt, double first) {
        double whole() {
            return operator + adopt;
        }

        /** Returns the median of growths in the order in which they were made. */
        static Took median(List<Took> growths) {
            Took median = growths.stream().sorted(Comparator.comparingDouble(Took::whole)).toList().get(growths.size() / 2);
            return new Took(median.operator, median.adopt, growths.get(0).whole());
        }
    }

    /**
     * Bytes of parameters and optimizer state.
     *
     * @param small of the small model
     * @param grown of the grown model
     */
    public record StateBytes(long small, long grown) {
    }

    /**
     * Resident bytes of the process.
     *
     * @param before  before the growth, the small model's session among them
     * @param highest the most while it grew
     * @param after   after the growth
     */
    public record Resident(double before, double highest, double after) {
    }

    /**
     * Seconds of steps.
     *
     * @param before of the small model
     * @param after  of the grown model
     * @param fresh  of a fresh session of the grown shape
     */
    public record Steps(double[] before, double[] after, double[] fresh) {
        private static final Steps NONE = new Steps(new double[0], new double[0], new double[0]);
    }
}
