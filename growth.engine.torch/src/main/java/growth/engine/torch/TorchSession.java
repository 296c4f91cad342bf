package growth.engine.torch;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.engine.Decoder;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Regularization;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import growth.engine.common.batch.StepCost;
import growth.engine.common.check.BatchCheck;
import growth.engine.common.check.EngineCheck;
import growth.engine.common.memory.FlatMemory;
import growth.engine.common.random.Dropout;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Libtorch;
import growth.engine.torch.aten.OutOfDeviceMemory;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.explicit.PartsSource;
import growth.engine.torch.explicit.Switches;
import growth.engine.torch.memory.FlatTensors;
import growth.engine.torch.model.Conditions;
import growth.engine.torch.model.Losses;
import growth.engine.torch.model.Parameters;
import growth.engine.torch.model.Pass;
import growth.engine.torch.model.TorchDecoder;
import growth.engine.torch.optimizer.TorchOptimizer.Measured;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One model on a device of libtorch. A step waits for the device once, before its update: loss and norm come together. What operators
 * make lives in arenas: that of the session has the sums of losses, inside lies what is bound to the model, inside of that a pass.
 */
final class TorchSession implements EngineSession {
    private final Libtorch libtorch;
    private final EngineOptions options;
    private final Aten aten;
    private final PartsSource parts;
    private final FlatMemory.Source<FlatTensors> memories;
    private final Losses losses;
    private TorchModel model;
    private boolean broken;
    private boolean closed;

    /**
     * @param aten     operators on the session's device, which it closes
     * @param memories makes flat memories for them
     * @param state    what to start from; copied
     * @param options  workers (at least 1), rows and the resolved placement of the session
     */
    TorchSession(Libtorch libtorch, Aten aten, FlatMemory.Source<FlatTensors> memories, ModelState state, EngineOptions options) {
        this.libtorch = libtorch;
        this.aten = aten;
        this.memories = memories;
        this.options = options;
        aten.autograd().record(false);
        aten.open();
        losses = new Losses(aten);
        parts = Switches.read().open(libtorch, aten);
        model = computing(state.shape(), () -> new TorchModel(aten, memories, parts, state, options, array -> { }));
    }

    @Override
    public StepResult train(List<Batch> batches, TrainOptions train) {
        open();
        EngineCheck.check(train, TorchEngine.NAME);
        Trainable learning = train.trainable().computed(model.shape());
        double flops = 0;
        for (Batch batch : batches) {
            check(batch, train.view());
            flops += StepCost.flops(model.shape(), batch, train.view(), learning);
        }
        EngineCheck.check(learning, train.view(), model.shape());
        Measured measured = computing(model.shape(), () -> step(batches, train, learning));
        return new StepResult(measured.loss(), measured.norm(), flops, measured.finite());
    }

    private Measured step(List<Batch> batches, TrainOptions train, Trainable learning) {
        long scored = backward(batches, train.view(), train.regularization(), train.step(), model.learning(learning), learning);
        Measured measured = model.optimizer().measure(train, losses.sum(), scored);
        if (measured.finite()) {
            // a failure on the way leaves some parameters updated and others not
            broken = true;
            model.optimizer().update(train, measured.norm());
            broken = false;
        }
        return measured;
    }

    /** Computes the gradients of the mean loss over the scored labels of all batches, of what learns; returns how many labels there are. */
    private long backward(List<Batch> batches, View view, Regularization rates, long step, Parameters parameters, Trainable learning) {
        long scored = BatchCheck.scored(batches);
        FlatTensors gradients = model.memory().gradients();
        gradients.clear(0, gradients.length());
        losses.clear();
        for (int i = 0; i < batches.size(); i++) {
            Dropout dropout = rates.equals(Regularization.NONE) ? Dropout.NONE : new Dropout(rates, options.seed(), step, i);
            Conditions conditions = conditions(view).training(dropout, rates.labelSmoothing(), learning);
            try (Arena pass = aten.open()) {
                model.transformer().gradients(Pass.of(aten, parameters, conditions, model.upload().read(batches.get(i), view), 1f / scored,
                        true), losses);
            }
        }
        gradients.written();
        return scored;
    }

    private Conditions conditions(View view) {
        return Conditions.of(view, model.shape(), model.gates(), options.recompute(), TorchEngine.dtype(options.placement()));
    }

    private void check(Batch batch, View view) {
        new BatchCheck(model.shape(), options.rows()).check(batch, view);
    }

    /** {@inheritDoc} Without any scored label the loss is 0. */
    @Override
    public Evaluation evaluate(Batch batch, View view) {
        open();
        return evaluate(batch, view, () -> model.parameters());
    }

    @Override
    public Evaluation evaluate(String average, Batch batch, View view) {
        open();
        FlatTensors weights = model.memory().averages().memory(average);
        return evaluate(batch, view, () -> model.over(weights));
    }

    private Evaluation evaluate(Batch batch, View view, Supplier<Parameters> parameters) {
        check(batch, view);
        long scored = BatchCheck.scored(batch);
        losses.clear();
        return computing(model.shape(), () -> {
            try (Arena pass = aten.open()) {
                model.transformer().loss(Pass.of(aten, parameters.get(), conditions(view), model.upload().read(batch, view), 1, false),
                        losses);
            }
            return new Evaluation(losses.loss() / Math.max(1, scored), scored, losses.correct());
        });
    }

    /** {@inheritDoc} Pooling is left out of the view: logits belong to positions. */
    @Override
    public INDArray logits(Batch batch, View view) {
        open();
        check(batch, view);
        View whole = new View(view.sequence(), Optional.empty(), view.resolution(), view.layers());
        INDArray logits = batch instanceof Batch.Tokens tokens
                ? Nd4j.create(DataType.FLOAT, tokens.rows(), tokens.sequence(), model.shape().vocabulary())
                : Nd4j.create(DataType.FLOAT, batch.rows(), model.shape().image().orElseThrow().labels());
        return computing(model.shape(), () -> {
            try (Arena pass = aten.open()) {
                Tensor made = model.transformer().logits(Pass.of(aten, model.parameters(), conditions(whole),
                        model.upload().readUnscored(batch), 1, false));
                aten.inPlace().copy(aten.tensors().blob(logits.data().address(), Dtype.F32, made.sizes()), made);
                return logits;
            }
        });
    }

    @Override
    public Gradients gradients(Batch batch, View view) {
        open();
        check(batch, view);
        return computing(model.shape(), () -> gradients(batch, view, model.learning(Trainable.ALL)));
    }

    @Override
    public Gradients gradients(ModelState parameters, Batch batch, View view) {
        open();
        ModelShape shape = model.shape();
        if (!parameters.shape().equals(shape)) {
            throw new IllegalArgumentException("gradients of " + parameters.shape() + " asked of a session of " + shape);
        }
        check(batch, view);
        return computing(shape, () -> {
            FlatTensors others = model.memory().others(parameters.parameters());
            FlatTensors gradients = model.memory().gradients();
            try (Arena arena = aten.open()) {
                Parameters leaves = model.over(others);
                leaves.learn(Trainable.ALL, gradients.tensor());
                return gradients(batch, view, leaves);
            }
        });
    }

    private Gradients gradients(Batch batch, View view, Parameters parameters) {
        long scored = backward(List.of(batch), view, Regularization.NONE, 0, parameters, Trainable.ALL);
        return new Gradients(losses.loss() / scored, model.memory().gradientViews());
    }

    @Override
    public Decoder decoder(int texts, int positions) {
        open();
        TorchModel decoded = model;
        Runnable usable = () -> {
            open();
            if (model != decoded) {
                throw new IllegalStateException("the session has another model by now; ask it for another decoder");
            }
        };
        return computing(model.shape(), () -> new TorchDecoder(new TorchDecoder.Decoded(aten, decoded.shape(), decoded.transformer(),
                batch -> Pass.of(aten, decoded.parameters(), conditions(View.full()), batch, 1, false),
                TorchEngine.dtype(options.placement()), usable), texts, positions));
    }

    @Override
    public ModelState state() {
        open();
        return model.memory().state();
    }

    @Override
    public ModelShape shape() {
        open();
        return model.shape();
    }

    @Override
    public void load(ModelState state) {
        open();
        EngineCheck.check(state, options);
        // the state may be made of views of the old model, whose memory therefore stays until it has been copied
        model.unbind();
        model.memory().dropScratch();
        TorchModel old = model;
        try {
            model = computing(state.shape(), () -> new TorchModel(aten, memories, parts, state, options, array -> { }));
        } catch (RuntimeException | Error e) {
            old.bind();
            throw e;
        }
        old.close();
        releaseCache();
    }

    @Override
    public void adopt(ModelState state) {
        open();
        EngineCheck.check(state, options);
        if (!state.arrays().allMatch(INDArray::closeable)) {
            load(state);
            state.close();
            return;
        }
        // the old model goes first, then every array when it has been copied: an error on the way leaves no model
        broken = true;
        model.close();
        releaseCache();
        model = computing(state.shape(), () -> new TorchModel(aten, memories, parts, state, options, INDArray::close));
        broken = false;
    }

    @Override
    public void gates(Gates gates) {
        open();
        EngineCheck.check(model.shape(), gates);
        model.gates(gates);
    }

    /** Returns the operators, which count what is alive. */
    Aten aten() {
        return aten;
    }

    private void open() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        if (broken) {
            throw new GrowthException(GrowthException.Kind.UNEXPECTED,
                    "the session failed in the middle of an update or growth; open a new one from the last checkpoint");
        }
        aten.autograd().record(false);
    }

    /**
     * Computes with the session's number of threads, which belongs to the process. When memory of the device is exhausted, all that a pass
     * has made is released, so that the session stays usable, and one line says what to do.
     */
    private <T> T computing(ModelShape shape, Supplier<T> work) {
        libtorch.setThreads(options.workers());
        try {
            return work.get();
        } catch (OutOfDeviceMemory e) {
            releaseCache();
            throw MemoryRefusal.of(shape, options, e);
        } finally {
            libtorch.setThreads(1);
        }
    }

    private void releaseCache() {
        if (aten.device().cuda()) {
            libtorch.cuda().orElseThrow().releaseCache(aten.device());
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            model.close();
            parts.close();
            aten.close();
        }
    }
}
