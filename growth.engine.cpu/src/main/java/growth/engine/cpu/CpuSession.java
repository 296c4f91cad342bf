package growth.engine.cpu;

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
import growth.engine.common.batch.BatchRows;
import growth.engine.common.batch.StepCost;
import growth.engine.common.check.BatchCheck;
import growth.engine.common.check.EngineCheck;
import growth.engine.common.optimizer.UpdateRule;
import growth.engine.common.random.Dropout;
import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Conditions;
import growth.engine.cpu.pass.Needs;
import growth.engine.cpu.pass.Pass;
import growth.engine.cpu.pass.Past;
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
    private final BatchRows rows = new BatchRows();
    private Model model;
    private boolean broken;
    private boolean closed;

    /**
     * @param state   what to start from; copied
     * @param options workers (at least 1) and rows of the session
     * @param kernels makes the row kernels of a worker
     */
    CpuSession(ModelState state, EngineOptions options, Supplier<RowKernels> kernels) {
        EngineCheck.check(state, options);
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
        EngineCheck.check(train, CpuEngine.NAME);
        Trainable learning = train.trainable().computed(model.shape());
        double flops = 0;
        for (Batch batch : batches) {
            check(batch, train.view());
            flops += StepCost.flops(model.shape(), batch, train.view(), learning);
        }
        EngineCheck.check(learning, train.view(), model.shape());
        double loss = backward(batches, train.view(), train.regularization(), train.step(), model.parameters(), learning);
        double norm = Math.sqrt(team.sumOfSquares(model.gradients(), model.layout().stretches(train.trainable())));
        boolean finite = Double.isFinite(loss) && Double.isFinite(norm);
        if (finite) {
            update(new UpdateRule(train), norm);
        }
        return new StepResult(loss, norm, flops, finite);
    }

    private void update(UpdateRule rule, double norm) {
        // a failure on the way leaves some parameters updated and others not
        broken = true;
        team.update(model, rule, rule.gradientScale(norm));
        broken = false;
    }

    /** Computes the gradients of the mean loss over the scored labels of all batches, of the parts that learn; returns the loss. */
    private double backward(List<Batch> batches, View view, Regularization rates, long step, FloatMemory weights, Trainable learning) {
        long scored = BatchCheck.scored(batches);
        team.clearLoss();
        for (int i = 0; i < batches.size(); i++) {
            Dropout dropout = rates.equals(Regularization.NONE) ? Dropout.NONE : new Dropout(rates, options.seed(), step, i);
            Conditions conditions = conditions(view).training(dropout, rates.labelSmoothing(), learning);
            rows.read(batches.get(i), view, model.shape());
            team.gradients(model.transformer(),
                    new Pass(rows, conditions, activations(conditions, true), weights, model.gradients(), 1f / scored, i > 0, Past.NONE));
        }
        return team.loss() / scored;
    }

    private Conditions conditions(View view) {
        return Conditions.of(view, model.shape(), model.gates());
    }

    private Activations activations(Conditions conditions, boolean backward) {
        Activations activations = workspace.activations(Needs.of(rows, conditions, options, backward));
        team.fitRows(activations.needs().longest());
        return activations;
    }

    private Pass forward(Conditions conditions, FloatMemory weights) {
        return new Pass(rows, conditions, activations(conditions, false), weights, null, 1, false, Past.NONE);
    }

    private void check(Batch batch, View view) {
        new BatchCheck(model.shape(), options.rows()).check(batch, view);
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
        rows.read(batch, view, model.shape());
        long scored = rows.scored().total();
        team.clearLoss();
        team.loss(model.transformer(), forward(conditions(view), weights));
        return new Evaluation(team.loss() / Math.max(1, scored), scored, team.correct());
    }

    /** {@inheritDoc} Pooling is left out of the view: logits belong to positions. */
    @Override
    public INDArray logits(Batch batch, View view) {
        open();
        check(batch, view);
        rows.readUnscored(batch, model.shape());
        View whole = new View(view.sequence(), Optional.empty(), view.resolution(), view.layers());
        INDArray logits = batch instanceof Batch.Tokens tokens
                ? Nd4j.create(DataType.FLOAT, tokens.rows(), tokens.sequence(), model.shape().vocabulary())
                : Nd4j.create(DataType.FLOAT, batch.rows(), model.shape().image().orElseThrow().labels());
        Region all = new Region(new FloatMemory(logits, options.workers()), 0, model.transformer().outputs());
        team.logits(model.transformer(), forward(conditions(whole), model.parameters()), all);
        return logits;
    }

    @Override
    public Decoder decoder(int texts, int positions) {
        open();
        Model decoded = model;
        return new CpuDecoder(decoded, team, texts, positions, () -> {
            open();
            if (model != decoded) {
                throw new IllegalStateException("the session has another model by now; ask it for another decoder");
            }
        });
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
    public ModelShape shape() {
        open();
        return model.shape();
    }

    @Override
    public void load(ModelState state) {
        open();
        EngineCheck.check(state, options);
        model.dropScratch();
        // the state may be made of views of the old model, so that can only be closed afterwards
        Model next = new Model(state, options, array -> { });
        model.close();
        use(next);
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
        EngineCheck.check(model.shape(), gates);
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
