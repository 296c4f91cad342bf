package growth.parallel.session;

import growth.api.data.Batch;
import growth.api.engine.Decoder;
import growth.api.engine.EngineSession;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.engine.TrainShare;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A session whose loss is the mean of (θ − t)²/2 over all parameters, with AdamW as PyTorch has it; t is the batch's first token / 4. */
final class Quadratic implements EngineSession {
    private ModelState state;

    Quadratic(ModelState state) {
        this.state = state.copy();
    }

    /** Returns a batch whose target is a quarter of that number. */
    static Batch batch(int quarters) {
        return new Batch.Tokens(1, 1, new int[] {quarters}, new int[] {0});
    }

    @Override
    public StepResult train(TrainShare share, TrainOptions options) {
        return train(share.batches(), options);
    }

    @Override
    public StepResult train(List<Batch> batches, TrainOptions options) {
        double target = ((Batch.Tokens) batches.get(0)).inputs()[0] / 4.0;
        if (target > 1000) {
            return new StepResult(Double.POSITIVE_INFINITY, 1, 1, false);
        }
        Map<String, INDArray> parameters = new LinkedHashMap<>(state.parameters());
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>(state.optimizer());
        Map<String, Map<String, INDArray>> averages = new LinkedHashMap<>();
        double loss = 0;
        for (ParameterSpec spec : ParameterLayout.of(shape()).parameters()) {
            String name = spec.name();
            INDArray theta = parameters.get(name);
            INDArray g = theta.sub(target);
            loss += g.mul(g).sumNumber().doubleValue() / 2;
            if (options.trainable().trains(spec)) {
                OptimizerState old = optimizer.get(name);
                long step = old == null ? 1 : old.steps() + 1;
                INDArray m = old == null ? g.mul(0) : old.slots().get(Slot.FIRST_MOMENT);
                INDArray v = old == null ? g.mul(0) : old.slots().get(Slot.SECOND_MOMENT);
                double b1 = options.optimizer().beta1();
                double b2 = options.optimizer().beta2();
                m = m.mul(b1).add(g.mul(1 - b1));
                v = v.mul(b2).add(g.mul(g).mul(1 - b2));
                INDArray root = Transforms.sqrt(v.div(1 - Math.pow(b2, step)), true)
                        .add(options.optimizer().epsilon());
                double lr = options.learningRate();
                parameters.put(name, theta.mul(1 - lr * options.optimizer().weightDecay())
                        .sub(m.div(1 - Math.pow(b1, step)).div(root).mul(lr)));
                optimizer.put(name, new OptimizerState(step, Map.of(Slot.FIRST_MOMENT, m, Slot.SECOND_MOMENT, v), Optional.empty()));
            }
        }
        state.averages().forEach((decay, values) -> {
            double d = Double.parseDouble(decay);
            Map<String, INDArray> next = new LinkedHashMap<>();
            values.forEach((name, value) -> next.put(name, value.mul(d).add(parameters.get(name).mul(1 - d))));
            averages.put(decay, next);
        });
        state = new ModelState(shape(), parameters, optimizer, averages, state.gates());
        return new StepResult(loss, 1, 1, true);
    }

    @Override
    public ModelState state() {
        return state;
    }

    @Override
    public void load(ModelState other) {
        state = other.copy();
    }

    @Override
    public Evaluation evaluate(Batch batch, View view) {
        throw new UnsupportedOperationException();
    }

    @Override
    public INDArray logits(Batch batch, View view) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Decoder decoder(int rows, int positions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Gradients gradients(Batch batch, View view) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Gradients gradients(ModelState parameters, Batch batch, View view) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ModelShape shape() {
        return state.shape();
    }

    @Override
    public void gates(Gates gates) {
        state = state.withGates(gates);
    }

    @Override
    public void close() {
        // ordinary memory
    }

    /** Returns a float32 model whose entries are the given ones, over and over, in each parameter. */
    static ModelState model(ModelShape shape, float... entries) {
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        for (ParameterSpec spec : ParameterLayout.of(shape).parameters()) {
            float[] values = new float[(int) spec.count(shape)];
            for (int i = 0; i < values.length; i++) {
                values[i] = entries[i % entries.length];
            }
            parameters.put(spec.name(), Nd4j.createFromArray(values).reshape('c', spec.shape(shape)));
        }
        return ModelState.of(shape, parameters);
    }
}
