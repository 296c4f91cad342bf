package growth.engine.cpu;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Regularization;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.model.ActivationLayout;
import growth.engine.cpu.model.Conditions;
import growth.engine.cpu.model.LayoutNeeds;
import growth.engine.cpu.model.Noise;
import growth.engine.cpu.model.Pass;
import growth.engine.cpu.model.Reader;
import growth.engine.cpu.model.Reading;
import growth.engine.cpu.optimizer.TrainableStretches;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One model in native memory and the workers that compute it. */
final class CpuSession implements EngineSession {
    private final EngineOptions options;
    private final Team team;
    private final Workspace workspace;
    private final Reader reader = new Reader();
    private Model model;
    private boolean broken;
    private boolean closed;

    /**
     * @param state   what to start from; copied
     * @param options workers (at least 1) and rows of the session
     * @param kernels makes the row kernels of a worker
     */
    CpuSession(ModelState state, EngineOptions options, Supplier<RowKernels> kernels) {
        Support.check(state, options);
        this.options = options;
        workspace = new Workspace(options.workers());
        model = new Model(state, options, array -> { });
        workspace.model(state.shape());
        team = new Team(options.workers(), kernels);
        team.fit(model);
    }

    @Override
    public StepResult train(List<Batch> batches, TrainOptions train) {
        open();
        Support.check(train);
        Trainable learning = train.trainable().computed(model.shape());
        double flops = 0;
        for (Batch batch : batches) {
            check(batch, train.view());
            flops += flops(batch, train.view(), learning);
        }
        Support.check(learning, train.view(), model.shape());
        double loss = backward(batches, train.view(), train.regularization(), train.step(), model.parameters(), learning);
        double norm = Math.sqrt(team.sumOfSquares(model.gradients(), TrainableStretches.of(model.layout(), train.trainable())));
        boolean finite = Double.isFinite(loss) && Double.isFinite(norm);
        if (finite) {
            double clip = train.optimizer().clip();
            update(train, norm > clip ? clip / norm : 1);
        }
        return new StepResult(loss, norm, flops, finite);
    }

    private double flops(Batch batch, View view, Trainable learning) {
        View seen = batch instanceof Batch.Tokens tokens ? view.withSequence(tokens.sequence()) : view;
        double scored = BatchCheck.scored(batch) / (double) batch.rows();
        return batch.rows() * TrainingCost.perSequence(model.shape(), seen, scored, learning);
    }

    private void update(TrainOptions train, double gradientScale) {
        // a failure on the way leaves some parameters updated and others not
        broken = true;
        team.update(model, train, gradientScale);
        broken = false;
    }

    /** Computes the gradients of the mean loss over the scored labels of all batches, of the parts that learn; returns the loss. */
    private double backward(List<Batch> batches, View view, Regularization left, long step, FloatMemory weights, Trainable learning) {
        long scored = 0;
        for (Batch batch : batches) {
            scored += BatchCheck.scored(batch);
        }
        if (scored == 0) {
            throw new GrowthException(GrowthException.Kind.DATA,
                    "no label of the batch is scored; at least one must not be " + Batch.IGNORED);
        }
        team.clearLoss();
        for (int i = 0; i < batches.size(); i++) {
            Noise noise = left.equals(Regularization.NONE) ? Noise.NONE : new Noise(left, options.seed(), step, i);
            Conditions conditions = conditions(view).with(noise, left.labelSmoothing(), learning);
            team.gradients(model.transformer(), pass(read(batches.get(i), view), conditions, weights, true, scored, i > 0));
        }
        return team.loss() / scored;
    }

    private Conditions conditions(View view) {
        return Conditions.of(view, model.shape(), model.gates());
    }

    private Pass pass(Reading batch, Conditions conditions, FloatMemory weights, boolean backward, long scored, boolean accumulate) {
        boolean pooled = conditions.pooling().isPresent();
        int sequence = batch.full().total() / batch.full().count();
        // a batch of fewer rows than the session's largest uses the layout of that
        int body = pooled ? batch.body().total() : options.rows() * sequence;
        LayoutNeeds needs = new LayoutNeeds(options.rows(), sequence, body, conditions.layers().length, options.workers(), backward,
                options.recompute(), pooled, conditions.noise().touchesBranches(), model.gates().mixesLayers());
        ActivationLayout layout = workspace.layout(needs);
        team.fitRows(layout.longest());
        return new Pass(weights, backward ? model.gradients() : null, workspace.memory(), layout, batch.input(), batch.full(), batch.body(),
                batch.scores(), 1f / scored, accumulate, conditions);
    }

    private void check(Batch batch, View view) {
        new BatchCheck(model.shape(), options.rows()).check(batch, view);
    }

    private Reading read(Batch batch, View view) {
        if (batch instanceof Batch.Tokens tokens) {
            return view.pooling().isPresent() ? reader.readPooled(tokens, view.pooling().get().size()) : reader.read(tokens);
        }
        return read((Batch.Images) batch);
    }

    private Reading read(Batch.Images images) {
        int side = images.size() / model.shape().image().orElseThrow().patch();
        return reader.read(images, side * side);
    }

    /** {@inheritDoc} Without any scored label the loss is 0. */
    @Override
    public Evaluation evaluate(Batch batch, View view) {
        open();
        return evaluate(model.parameters(), batch, view);
    }

    @Override
    public Evaluation evaluate(String average, Batch batch, View view) {
        open();
        return evaluate(model.averages().memory(average), batch, view);
    }

    private Evaluation evaluate(FloatMemory weights, Batch batch, View view) {
        check(batch, view);
        Reading reading = read(batch, view);
        long scored = reading.scores().count();
        team.clearLoss();
        team.loss(model.transformer(), pass(reading, conditions(view), weights, false, 1, false));
        return new Evaluation(team.loss() / Math.max(1, scored), scored, team.correct());
    }

    /** {@inheritDoc} Pooling is left out of the view: logits belong to positions. */
    @Override
    public INDArray logits(Batch batch, View view) {
        open();
        check(batch, view);
        Reading reading = batch instanceof Batch.Tokens tokens ? reader.readUnscored(tokens) : read((Batch.Images) batch);
        View whole = new View(view.sequence(), Optional.empty(), view.resolution(), view.layers());
        INDArray logits = batch instanceof Batch.Tokens tokens
                ? Nd4j.create(DataType.FLOAT, tokens.rows(), tokens.sequence(), model.shape().vocabulary())
                : Nd4j.create(DataType.FLOAT, batch.rows(), model.shape().image().orElseThrow().labels());
        FloatMemory memory = new FloatMemory(logits, options.workers());
        team.logits(model.transformer(), pass(reading, conditions(whole), model.parameters(), false, 1, false), memory);
        return logits;
    }

    @Override
    public Gradients gradients(Batch batch, View view) {
        open();
        return gradients(batch, view, model.parameters());
    }

    @Override
    public Gradients gradients(ModelState parameters, Batch batch, View view) {
        open();
        ModelShape shape = model.shape();
        if (!parameters.shape().equals(shape)) {
            throw new IllegalArgumentException("gradients of " + parameters.shape() + " asked of a session of " + shape);
        }
        return gradients(batch, view, model.others(parameters.parameters()));
    }

    private Gradients gradients(Batch batch, View view, FloatMemory weights) {
        check(batch, view);
        double loss = backward(List.of(batch), view, Regularization.NONE, 0, weights, Trainable.ALL);
        return new Gradients(loss, model.gradientViews());
    }

    @Override
    public ModelState state() {
        open();
        return model.state();
    }

    @Override
    public void load(ModelState state) {
        open();
        Support.check(state, options);
        model.dropScratch();
        // the state may be made of views of the old model, so that can only be closed afterwards
        Model next = new Model(state, options, array -> { });
        model.close();
        use(next);
    }

    @Override
    public void adopt(ModelState state) {
        open();
        Support.check(state, options);
        if (!state.arrays().allMatch(INDArray::closeable)) {
            load(state);
            state.close();
            return;
        }
        // the old model goes first, then every array when it has been copied: an error on the way leaves no model
        broken = true;
        model.close();
        Model next = new Model(state, options, INDArray::close);
        broken = false;
        use(next);
    }

    private void use(Model next) {
        model = next;
        workspace.model(next.shape());
        team.fit(next);
    }

    @Override
    public void gates(Gates gates) {
        open();
        Support.check(model.shape(), gates);
        model.gates(gates);
    }

    private void open() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        if (broken) {
            throw new GrowthException(GrowthException.Kind.UNEXPECTED,
                    "the session failed in the middle of an update or growth; open a new one from the last checkpoint");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            team.close();
            model.close();
            workspace.close();
        }
    }
}
