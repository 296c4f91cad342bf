package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.engine.TrainShare;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import growth.engine.cpu.CpuEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The CPU engine, watched: what it is trained on, which gates it is given, which sessions are open; and made to fail at a step. */
final class RecordingEngine implements Engine {
    private final Engine engine = new CpuEngine();
    private final List<Integer> trainedOn = new ArrayList<>();
    private final List<Gates> gates = new ArrayList<>();
    private final List<TrainOptions> asked = new ArrayList<>();
    private int divergingStep = -1;
    private int breakingStep = -1;
    private String refusal;
    private Optional<IntToDoubleFunction> scores = Optional.empty();
    private int open;
    private int adopted;
    private ModelState last;

    /** Returns this engine, which answers NaN at that step (from 1) instead of training. */
    RecordingEngine divergingAt(int step) {
        divergingStep = step;
        return this;
    }

    /** Returns this engine, which fails at that step (from 1). */
    RecordingEngine breakingAt(int step) {
        breakingStep = step;
        return this;
    }

    /** Returns this engine, which refuses states with gates in these words. */
    RecordingEngine refusing(String words) {
        refusal = words;
        return this;
    }

    /** Returns this engine, which measures that validation loss after so many steps. */
    RecordingEngine scoring(IntToDoubleFunction losses) {
        scores = Optional.of(losses);
        return this;
    }

    /** Returns a hash of the tokens of every step. */
    List<Integer> trainedOn() {
        return trainedOn;
    }

    /** Returns the options of every step. */
    List<TrainOptions> asked() {
        return asked;
    }

    /** Returns the gates that were set, in order. */
    List<Gates> gates() {
        return gates;
    }

    /** Returns how often a session has taken over a state with its arrays. */
    int adopted() {
        return adopted;
    }

    /** Returns the model of the session that was closed last, as it was then. */
    ModelState last() {
        return last;
    }

    /** Returns the sessions not closed yet. */
    int open() {
        return open;
    }

    @Override
    public void check(ModelShape shape, View view) {
        engine.check(shape, view);
    }

    @Override
    public EngineSession open(ModelState state, EngineOptions options) {
        EngineSession session = engine.open(state.withGates(Gates.none()), options);
        open++;
        return new Session(session, state.gates());
    }

    @Override
    public long memory(ModelShape shape, View view, EngineOptions options, double scoredShare) {
        return engine.memory(shape, view, options, scoredShare);
    }

    @Override
    public int defaultWorkers() {
        return engine.defaultWorkers();
    }

    @Override
    public Peak peak(int workers) {
        // Measuring takes a second, which many small runs of a test do not have.
        return new Peak(1e10, 0.55);
    }

    @Override
    public Map<String, String> description() {
        return Map.of("engine", "recording");
    }

    private static int hash(List<Batch> batches) {
        return batches.stream().mapToInt(b -> Arrays.hashCode(((Batch.Tokens) b).inputs())).reduce(0, (a, b) -> 31 * a + b);
    }

    private final class Session implements EngineSession {
        private final EngineSession session;
        private Gates present;

        Session(EngineSession session, Gates present) {
            this.session = session;
            this.present = present;
        }

        @Override
        public StepResult train(List<Batch> batches, TrainOptions options) {
            asked.add(options);
            trainedOn.add(hash(batches));
            if (trainedOn.size() == divergingStep) {
                return new StepResult(Double.NaN, Double.NaN, 1, false);
            }
            return session.train(batches, options);
        }

        @Override
        public StepResult train(TrainShare share, TrainOptions options) {
            asked.add(options);
            trainedOn.add(hash(share.batches()));
            if (trainedOn.size() == breakingStep) {
                throw new IllegalStateException("broken");
            }
            if (trainedOn.size() == divergingStep) {
                return new StepResult(Double.NaN, Double.NaN, 1, false);
            }
            return session.train(share, options);
        }

        @Override
        public Evaluation evaluate(String average, Batch batch, View view) {
            return session.evaluate(average, batch, view);
        }

        @Override
        public Evaluation evaluate(Batch batch, View view) {
            Evaluation real = session.evaluate(batch, view);
            return scores.map(losses -> new Evaluation(losses.applyAsDouble(trainedOn.size()), real.scored(), real.correct())).orElse(real);
        }

        @Override
        public INDArray logits(Batch batch, View view) {
            return session.logits(batch, view);
        }

        @Override
        public Gradients gradients(Batch batch, View view) {
            return session.gradients(batch, view);
        }

        @Override
        public Gradients gradients(ModelState parameters, Batch batch, View view) {
            return session.gradients(parameters, batch, view);
        }

        @Override
        public ModelState state() {
            return session.state().withGates(present);
        }

        @Override
        public void load(ModelState state) {
            if (refusal != null && !state.gates().isEmpty()) {
                throw new GrowthException(GrowthException.Kind.CONFIGURATION, refusal);
            }
            session.load(state.withGates(Gates.none()));
            present = state.gates();
        }

        @Override
        public void adopt(ModelState state) {
            load(state);
            state.close();
            adopted++;
        }

        @Override
        public void gates(Gates changed) {
            present = changed;
            gates.add(changed);
        }

        @Override
        public void close() {
            Optional.ofNullable(last).ifPresent(ModelState::close);
            last = state().copy();
            session.close();
            open--;
        }
    }
}
