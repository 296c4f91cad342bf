package growth.engine.torch;

import growth.api.data.Batch;
import growth.api.engine.AllReduce;
import growth.api.engine.Decoder;
import growth.api.engine.EngineOptions;
import growth.api.engine.Regularization;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.engine.TrainShare;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.engine.common.layout.FlatLayout.Stretch;
import growth.engine.common.memory.FlatMemory;
import growth.engine.common.model.FlatArrays;
import growth.engine.common.random.Dropout;
import growth.engine.common.session.FlatSession;
import growth.engine.common.session.StepSums;
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
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One model on a device of libtorch. A step waits for the device once, before its update: loss and norm come together. What operators
 * make lives in arenas: that of the session has the sums of losses, inside lies what is bound to the model, inside of that a pass.
 */
final class TorchSession extends FlatSession<FlatTensors, TorchModel> {
    private final Libtorch libtorch;
    private final Aten aten;
    private final PartsSource parts;
    private final FlatMemory.Source<FlatTensors> memories;
    private final Losses losses;

    /**
     * @param aten     operators on the session's device, which it closes
     * @param memories makes flat memories for them
     * @param state    what to start from; copied
     * @param options  workers (at least 1), rows and the resolved placement of the session
     */
    TorchSession(Libtorch libtorch, Aten aten, FlatMemory.Source<FlatTensors> memories, ModelState state, EngineOptions options) {
        super(TorchEngine.NAME, options);
        this.libtorch = libtorch;
        this.aten = aten;
        this.memories = memories;
        aten.autograd().record(false);
        aten.open();
        losses = new Losses(aten);
        parts = Switches.read().open(libtorch, aten);
        start(state);
    }

    @Override
    protected FlatMemory.Source<FlatTensors> source() {
        return memories;
    }

    @Override
    protected TorchModel copy(ModelState state, FlatArrays<FlatTensors> arrays, Consumer<INDArray> copied) {
        return new TorchModel(aten, parts, state, options(), arrays, copied);
    }

    @Override
    protected void open() {
        super.open();
        aten.autograd().record(false);
    }

    /**
     * Computes with the session's number of threads, which belongs to the process. When memory of the device is exhausted, all that a pass
     * has made is released, so that the session stays usable, and one line says what to do.
     */
    @Override
    protected <R> R computing(ModelShape shape, Supplier<R> work) {
        libtorch.setThreads(options().workers());
        try {
            return work.get();
        } catch (OutOfDeviceMemory e) {
            releaseCache();
            throw MemoryRefusal.of(shape, options(), e);
        } finally {
            libtorch.setThreads(1);
        }
    }

    @Override
    protected StepResult step(TrainShare share, TrainOptions train, Trainable learning, double flops) {
        TorchModel model = model();
        backward(share, train.view(), train.regularization(), train.step(), model.learning(learning), learning);
        if (!share.isAlone()) {
            sumGradients(train.trainable(), share.ranks());
        }
        Measured measured = model.optimizer().measure(train, losses.sum());
        StepResult result = new StepSums(measured.losses(), measured.norm(), flops).of(share);
        if (result.updated()) {
            wholly(() -> model.optimizer().update(train, result.gradientNorm()));
        }
        return result;
    }

    /** Sums the gradients of what learns over all ranks, in the machine's memory. */
    private void sumGradients(Trainable trainable, AllReduce ranks) {
        FlatTensors gradients = model().gradients();
        gradients.publish();
        for (Stretch stretch : model().layout().stretches(trainable)) {
            ranks.sum(gradients.view(stretch.at(), stretch.count()));
            gradients.takeBack(stretch.at(), stretch.count());
        }
    }

    /** Computes the share's part of the gradients of the mean loss over the scored labels of all ranks, of what learns. */
    private void backward(TrainShare share, View view, Regularization rates, long step, Parameters leaves, Trainable learning) {
        TorchModel model = model();
        FlatTensors gradients = model.gradients();
        gradients.clear(0, gradients.length());
        losses.clear();
        for (int i = 0; i < share.batches().size(); i++) {
            Dropout dropout = Dropout.of(rates, options().seed(), step, share.first() + i);
            Conditions conditions = conditions(view).training(dropout, rates.labelSmoothing(), learning);
            try (Arena pass = aten.open()) {
                model.transformer().gradients(Pass.of(aten, leaves, conditions, model.upload().read(share.batches().get(i), view),
                        1f / share.scored(), true), losses);
            }
        }
        gradients.written();
    }

    private Conditions conditions(View view) {
        return Conditions.of(view, model().shape(), model().gates(), options().recompute(), TorchEngine.dtype(options().placement()));
    }

    @Override
    protected Evaluation evaluate(FlatTensors weights, Batch batch, View view) {
        TorchModel model = model();
        long scored = batch.scored();
        losses.clear();
        try (Arena pass = aten.open()) {
            model.transformer().loss(Pass.of(aten, model.leaves(weights), conditions(view), model.upload().read(batch, view), 1, false),
                    losses);
        }
        Losses.Sums sums = losses.read();
        return new Evaluation(sums.loss() / Math.max(1, scored), scored, sums.correct());
    }

    @Override
    protected void logits(Batch batch, View view, INDArray logits) {
        TorchModel model = model();
        try (Arena pass = aten.open()) {
            Tensor made = model.transformer().logits(Pass.of(aten, model.leaves(), conditions(view), model.upload().readUnscored(batch), 1,
                    false));
            aten.inPlace().copy(aten.tensors().blob(logits.data().address(), Dtype.F32, made.sizes()), made);
        }
    }

    @Override
    protected double differentiate(FlatTensors weights, Batch batch, View view) {
        TorchModel model = model();
        if (weights == model.parameters()) {
            return differentiate(model.learning(Trainable.ALL), batch, view);
        }
        FlatTensors gradients = model.gradients();
        try (Arena arena = aten.open()) {
            Parameters others = model.leaves(weights);
            others.learn(Trainable.ALL, gradients.tensor());
            return differentiate(others, batch, view);
        }
    }

    private double differentiate(Parameters leaves, Batch batch, View view) {
        backward(TrainShare.alone(List.of(batch)), view, Regularization.NONE, 0, leaves, Trainable.ALL);
        return losses.loss() / batch.scored();
    }

    @Override
    protected Decoder decoder(TorchModel decoded, int texts, int positions, Runnable usable) {
        return new TorchDecoder(new TorchDecoder.Decoded(aten, decoded.shape(), decoded.transformer(),
                batch -> Pass.of(aten, decoded.leaves(), conditions(View.full()), batch, 1, false),
                TorchEngine.dtype(options().placement()), usable), texts, positions);
    }

    /** {@inheritDoc} What is bound to the old model goes meanwhile. */
    @Override
    protected TorchModel beside(TorchModel old, Supplier<TorchModel> next) {
        old.unbind();
        try {
            return super.beside(old, next);
        } catch (RuntimeException | Error e) {
            old.bind();
            throw e;
        }
    }

    @Override
    protected void retire(TorchModel old) {
        super.retire(old);
        releaseCache();
    }

    private void releaseCache() {
        if (aten.device().cuda()) {
            libtorch.cuda().orElseThrow().releaseCache(aten.device());
        }
    }

    /** Returns the operators, which count what is alive. */
    Aten aten() {
        return aten;
    }

    @Override
    protected void release() {
        model().close();
        parts.close();
        aten.close();
    }
}
