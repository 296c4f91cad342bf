package growth.runtime.loop;

import growth.api.data.Batch;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Regularization;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An engine that keeps averages and that draws from seed and step, as dropout does: by a learning rate that is a little off. */
final class AveragingEngine implements Engine {
    private final Engine engine = new RecordingEngine();
    private final List<TrainOptions> asked = new ArrayList<>();

    /** @return the options of every step */
    List<TrainOptions> asked() {
        return asked;
    }

    @Override
    public void check(ModelShape shape, View view) {
        engine.check(shape, view);
    }

    @Override
    public EngineSession open(ModelState state, EngineOptions options) {
        EngineOptions plain = new EngineOptions(options.workers(), options.rows(), options.seed());
        return new Session(engine.open(withoutAverages(state), plain), state, options);
    }

    private static ModelState withoutAverages(ModelState state) {
        return new ModelState(state.shape(), state.parameters(), state.optimizer(), Map.of(), state.gates());
    }

    @Override
    public long memory(ModelShape shape, View view, EngineOptions options) {
        return engine.memory(shape, view, new EngineOptions(options.workers(), options.rows(), options.seed()));
    }

    @Override
    public int defaultWorkers() {
        return engine.defaultWorkers();
    }

    @Override
    public Peak peak(int workers) {
        return engine.peak(workers);
    }

    @Override
    public Map<String, String> description() {
        return engine.description();
    }

    private final class Session implements EngineSession {
        private final EngineSession session;
        private final EngineOptions options;
        private final Map<String, Map<String, INDArray>> averages = new LinkedHashMap<>();

        Session(EngineSession session, ModelState state, EngineOptions options) {
            this.session = session;
            this.options = options;
            takeOver(state);
        }

        private void takeOver(ModelState state) {
            averages.clear();
            options.averages().keySet().forEach(name -> {
                Map<String, INDArray> copies = new LinkedHashMap<>();
                state.averages().getOrDefault(name, state.parameters()).forEach((p, value) -> copies.put(p, value.dup()));
                averages.put(name, copies);
            });
        }

        @Override
        public StepResult train(List<Batch> batches, TrainOptions step) {
            asked.add(step);
            double drawn = new SplittableRandom(options.seed() * 31 + step.step()).nextDouble();
            double rate = step.learningRate() * (1 + step.regularization().hiddenDropout() * drawn);
            StepResult result = session.train(batches, new TrainOptions(rate, step.rateFactors(), step.optimizer(), step.view(),
                    Regularization.NONE, step.step()));
            Map<String, INDArray> parameters = session.state().parameters();
            averages.forEach((name, values) -> values.forEach((p, value) ->
                    value.muli(options.averages().get(name)).addi(parameters.get(p).mul(1 - options.averages().get(name)))));
            return result;
        }

        @Override
        public Evaluation evaluate(Batch batch, View view) {
            return session.evaluate(batch, view);
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
            ModelState state = session.state();
            return new ModelState(state.shape(), state.parameters(), state.optimizer(), averages, state.gates());
        }

        @Override
        public void load(ModelState state) {
            session.load(withoutAverages(state));
            takeOver(state);
        }

        @Override
        public void gates(Gates gates) {
            session.gates(gates);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
