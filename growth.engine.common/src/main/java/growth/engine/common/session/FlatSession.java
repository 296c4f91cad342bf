package growth.engine.common.session;

import growth.api.GrowthException;
import growth.api.algebra.GrownArrays;
import growth.api.data.Batch;
import growth.api.engine.Decoder;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.engine.TrainShare;
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
import growth.engine.common.model.FlatArrays;
import growth.engine.common.model.FlatModel;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A session with one model in flat memories: what is checked, and in which order, and how one model follows another. An engine adds how it
 * computes, and is asked for what has been checked.
 *
 * @param <M> kind of memory
 * @param <T> kind of model
 */
public abstract class FlatSession<M extends FlatMemory, T extends FlatModel<M>> implements EngineSession {
    private final String engine;
    private final EngineOptions options;
    private final Life life = new Life();
    private T model;
    private FlatArrays<M> offered;

    /**
     * Creates a session without a model; {@link #start} gives it the first one.
     *
     * @param engine  name of the engine, for refusals
     * @param options workers (at least 1) and rows of the session
     */
    protected FlatSession(String engine, EngineOptions options) {
        this.engine = engine;
        this.options = options;
    }

    /** Copies the first model. */
    protected final void start(ModelState state) {
        model = made(state);
    }

    private T made(ModelState state) {
        return computing(state.shape(), () -> copy(state, new FlatArrays<>(state.shape(), source()), array -> { }));
    }

    /** Returns what makes the memories of models. */
    protected abstract FlatMemory.Source<M> source();

    /**
     * Returns a new model of the engine.
     *
     * @param arrays its memories
     * @param copied receives every array that has been copied
     */
    protected abstract T copy(ModelState state, FlatArrays<M> arrays, Consumer<INDArray> copied);

    /** Returns the options of the session. */
    protected final EngineOptions options() {
        return options;
    }

    /** Returns the session's model. */
    protected final T model() {
        return model;
    }

    /**
     * Returns if the session can be used.
     *
     * @throws IllegalStateException if it is closed
     * @throws GrowthException       (UNEXPECTED) if it failed in the middle of an update or growth
     */
    protected void open() {
        life.check();
    }

    /** Does something that leaves the session broken if it fails on the way. */
    protected final void wholly(Runnable work) {
        life.wholly(work);
    }

    /** Computes something; an engine prepares for it here, and cleans up. */
    protected <R> R computing(ModelShape shape, Supplier<R> work) {
        return work.get();
    }

    private void check(Batch batch, View view) {
        new BatchCheck(model.shape(), options.rows()).check(batch, view);
    }

    @Override
    public final StepResult train(List<Batch> batches, TrainOptions train) {
        open();
        BatchCheck.checkScored(batches.stream().mapToLong(Batch::scored).sum());
        return train(TrainShare.alone(batches), train);
    }

    @Override
    public final StepResult train(TrainShare share, TrainOptions train) {
        open();
        EngineCheck.check(train, engine);
        Trainable learning = train.trainable().computed(model.shape());
        share.batches().forEach(batch -> check(batch, train.view()));
        BatchCheck.checkScored(share.scored());
        EngineCheck.check(learning, train.view(), model.shape());
        double flops = share.batches().stream().mapToDouble(batch -> StepCost.flops(model.shape(), batch, train.view(), learning))
                .reduce(0, Double::sum);
        return computing(model.shape(), () -> step(share, train, learning, flops));
    }

    /**
     * Makes a step: gradients, which are summed over the ranks, and if loss and norm are finite an update, {@link #wholly}.
     *
     * @param learning what computes gradients
     * @param flops    operations of the share, for the result
     */
    protected abstract StepResult step(TrainShare share, TrainOptions train, Trainable learning, double flops);

    /** {@inheritDoc} Without any scored label the loss is 0. */
    @Override
    public final Evaluation evaluate(Batch batch, View view) {
        open();
        check(batch, view);
        return computing(model.shape(), () -> evaluate(model.parameters(), batch, view));
    }

    @Override
    public final Evaluation evaluate(String average, Batch batch, View view) {
        open();
        M weights = model.averages().memory(average);
        check(batch, view);
        return computing(model.shape(), () -> evaluate(weights, batch, view));
    }

    /** Evaluates a batch with those weights: the model's parameters or one of its averages. */
    protected abstract Evaluation evaluate(M weights, Batch batch, View view);

    /** {@inheritDoc} Pooling is left out of the view: logits belong to positions. */
    @Override
    public final INDArray logits(Batch batch, View view) {
        open();
        check(batch, view);
        View whole = new View(view.sequence(), Optional.empty(), view.resolution(), view.layers());
        INDArray logits = batch instanceof Batch.Tokens tokens
                ? Nd4j.create(DataType.FLOAT, tokens.rows(), tokens.sequence(), model.shape().vocabulary())
                : Nd4j.create(DataType.FLOAT, batch.rows(), model.shape().image().orElseThrow().labels());
        return computing(model.shape(), () -> {
            logits(batch, whole, logits);
            return logits;
        });
    }

    /** Writes the logits of all positions, or of the images, over those given. */
    protected abstract void logits(Batch batch, View view, INDArray logits);

    @Override
    public final Decoder decoder(int texts, int positions) {
        open();
        T decoded = model;
        Runnable usable = () -> {
            open();
            if (model != decoded) {
                throw new IllegalStateException("the session has another model by now; ask it for another decoder");
            }
        };
        return computing(decoded.shape(), () -> decoder(decoded, texts, positions, usable));
    }

    /** Returns a decoder of that model, which runs {@code usable} before it reads. */
    protected abstract Decoder decoder(T decoded, int texts, int positions, Runnable usable);

    @Override
    public final Gradients gradients(Batch batch, View view) {
        open();
        return gradients(model::parameters, batch, view);
    }

    @Override
    public final Gradients gradients(ModelState parameters, Batch batch, View view) {
        open();
        ModelShape shape = model.shape();
        if (!parameters.shape().equals(shape)) {
            throw new IllegalArgumentException("gradients of " + parameters.shape() + " asked of a session of " + shape);
        }
        return gradients(() -> model.others(parameters.parameters()), batch, view);
    }

    private Gradients gradients(Supplier<M> weights, Batch batch, View view) {
        check(batch, view);
        BatchCheck.checkScored(batch.scored());
        return computing(model.shape(), () -> new Gradients(differentiate(weights.get(), batch, view), model.gradientViews()));
    }

    /** Computes the model's gradients at those weights, its own parameters or others; returns the mean loss over the scored labels. */
    protected abstract double differentiate(M weights, Batch batch, View view);

    @Override
    public final ModelState state() {
        open();
        return model.state();
    }

    @Override
    public final ModelShape shape() {
        open();
        return model.shape();
    }

    @Override
    public final void load(ModelState state) {
        open();
        EngineCheck.check(state, options);
        T old = model;
        // the state may be made of views of the old model, so that can only be closed afterwards
        model = beside(old, () -> made(state));
        retire(old);
        fit(model);
    }

    /** Makes a model beside an old one, which takes as little memory meanwhile as it can, and stays usable if that fails. */
    protected T beside(T old, Supplier<T> next) {
        old.dropScratch();
        return next.get();
    }

    /** Offers arrays in memories of the machine; an engine whose memories are those calls it for {@link #arrays}. */
    protected final GrownArrays offer(ModelShape shape) {
        open();
        if (offered != null) {
            offered.close();
        }
        offered = new FlatArrays<>(shape, source());
        return offered;
    }

    @Override
    public final void adopt(ModelState state) {
        open();
        EngineCheck.check(state, options);
        FlatArrays<M> arrays = offered != null && offered.layout().shape().equals(state.shape()) ? offered
                : new FlatArrays<>(state.shape(), source());
        if (!state.arrays().allMatch(array -> array.closeable() || arrays.offered(array))) {
            load(state);
            state.close();
            arrays.close();
            return;
        }
        // the old model goes first, then every array when it has been copied: an error on the way leaves no model
        wholly(() -> {
            retire(model);
            model = computing(state.shape(), () -> copy(state, arrays, array -> close(array, arrays)));
        });
        offered = null;
        fit(model);
    }

    private static void close(INDArray array, FlatArrays<?> except) {
        if (!except.offered(array)) {
            array.close();
        }
    }

    /** Closes a model in whose place another one comes. */
    protected void retire(T old) {
        old.close();
    }

    /** Prepares for a model that has come in another one's place. */
    protected void fit(T next) {
    }

    @Override
    public final void gates(Gates gates) {
        open();
        EngineCheck.check(model.shape(), gates);
        model.gates(gates);
    }

    @Override
    public final void close() {
        if (life.end()) {
            if (offered != null) {
                offered.close();
            }
            release();
        }
    }

    /** Closes the model and all else that the session has; called once. */
    protected abstract void release();
}
