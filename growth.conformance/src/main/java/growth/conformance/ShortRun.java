package growth.conformance;

import growth.api.data.Batch;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.ModelState;
import growth.reference.Grown;
import growth.reference.RandomModels;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A short training with a growth, in a session of its own. As in a real run, its gates open before each step, the number of the step
 * decides the batch, and the session takes over the operator's model. {@link #save} returns everything that another run needs to go on.
 */
final class ShortRun implements AutoCloseable {
    private static final long BATCHES = 31;
    private static final double RATE = 1e-2;
    private static final OptimizerSettings ADAMW = OptimizerSettings.adamw(0.9, 0.95, 1e-8, 0.1);
    private final EngineSession session;
    private long step;
    private Opening opening;

    private ShortRun(Engine engine, Saved from) {
        EngineOptions plain = EngineContext.options();
        session = engine.open(from.state(), plain.withAverages(Map.of("0.9", 0.9)));
        step = from.step();
        opening = from.opening();
    }

    /**
     * A run at one moment.
     *
     * @param state   the model, with optimizer state, averages and gates
     * @param step    steps done
     * @param opening gates that are opening
     */
    record Saved(ModelState state, long step, Opening opening) implements AutoCloseable {
        /** Returns the name of the first difference. */
        static Optional<String> difference(Saved one, Saved other) {
            boolean same = one.opening().ramps().equals(other.opening().ramps());
            return same ? Difference.between(one.state(), other.state()) : Optional.of("the ramps of the gates");
        }

        @Override
        public void close() {
            state.close();
        }
    }

    /** Returns a run of that model that has trained nothing yet. */
    static ShortRun begin(Engine engine, ModelState model) {
        try (ModelState floats = EngineContext.floats(model)) {
            return new ShortRun(engine, new Saved(floats, 0, Opening.NONE));
        }
    }

    /** Returns the run that was saved, in a new session. */
    static ShortRun resume(Engine engine, Saved saved) {
        return new ShortRun(engine, saved);
    }

    void train(int steps) {
        for (long end = step + steps; step < end; step++) {
            session.gates(opening.at(step));
            Batch batch = RandomModels.any(session.shape(), EngineContext.ROWS, BATCHES + step);
            TrainOptions options = TrainOptions.of(RATE, ADAMW).with(Regularization.NONE, step);
            StepResult result = session.train(List.of(batch), options);
            Fault.unless(result.updated(), () -> session.shape() + " cannot be trained: loss " + result.loss() + ", gradient norm "
                    + result.gradientNorm());
        }
    }

    /** Grows the model by the operator of that trial. */
    void grow(Trial trial) {
        Grown result = trial.grow(session.state(), trial.policy(), Trial.SEED);
        opening = new Opening(result.state().gates(), result.ramps(), step);
        session.adopt(result.state());
    }

    /** Returns the run as it is, until it goes on. */
    Saved live() {
        return new Saved(session.state(), step, opening);
    }

    /** Returns the run as it is now, whatever becomes of it. */
    Saved save() {
        return new Saved(session.state().copy(), step, opening);
    }

    @Override
    public void close() {
        session.close();
    }
}
