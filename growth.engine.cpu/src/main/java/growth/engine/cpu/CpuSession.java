package growth.engine.cpu;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.model.ActivationLayout;
import growth.engine.cpu.model.Pass;
import growth.engine.cpu.optimizer.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One model in native memory and the workers that compute it. */
final class CpuSession implements EngineSession {
    private final EngineOptions options;
    private final Team team;
    private final Workspace workspace;
    private Model model;
    private boolean broken;
    private boolean closed;

    /**
     * @param state   what to start from; copied
     * @param options workers (at least 1) and rows of the session
     * @param kernels makes the row kernels of a worker
     */
    CpuSession(ModelState state, EngineOptions options, Supplier<RowKernels> kernels) {
        Support.check(state);
        this.options = options;
        workspace = new Workspace(options.rows(), options.workers());
        model = new Model(state, options.workers());
        workspace.model(state.shape());
        team = new Team(options.workers(), kernels);
        team.fit(model);
    }

    @Override
    public StepResult train(List<Batch> batches, TrainOptions train) {
        open();
        Support.check(train);
        List<Batch.Tokens> accepted = new ArrayList<>(batches.size());
        double flops = 0;
        for (Batch batch : batches) {
            Batch.Tokens tokens = accept(batch, train.view());
            accepted.add(tokens);
            flops += tokens.rows() * TrainingCost.perSequence(model.shape(), train.view().withSequence(tokens.sequence()));
        }
        double loss = backward(accepted, model.parameters());
        double norm = Math.sqrt(team.sumOfSquares(model.gradients()));
        boolean finite = Double.isFinite(loss) && Double.isFinite(norm);
        if (finite) {
            double clip = train.optimizer().clip();
            update(train, norm > clip ? clip / norm : 1);
        }
        return new StepResult(loss, norm, flops, finite);
    }

    private void update(TrainOptions train, double gradientScale) {
        Moments moments = model.moments();
        // a failure on the way leaves some parameters updated and others not
        broken = true;
        team.update(model, moments, train, gradientScale);
        broken = false;
    }

    /** Computes the gradients of the mean loss over the scored labels of all batches; returns the loss. */
    private double backward(List<Batch.Tokens> batches, FloatMemory weights) {
        long scored = 0;
        for (Batch.Tokens batch : batches) {
            scored += BatchCheck.scored(batch);
        }
        if (scored == 0) {
            throw new GrowthException(GrowthException.Kind.DATA,
                    "no label of the batch is scored; at least one must not be " + Batch.IGNORED);
        }
        team.clearLoss();
        for (int i = 0; i < batches.size(); i++) {
            team.gradients(model.transformer(), pass(batches.get(i), weights, true, scored, i > 0));
        }
        return team.loss() / scored;
    }

    private Pass pass(Batch.Tokens tokens, FloatMemory weights, boolean backward, long scored, boolean accumulate) {
        ActivationLayout layout = workspace.layout(tokens.sequence(), backward);
        return new Pass(weights, backward ? model.gradients() : null, workspace.memory(), layout, tokens.rows(), tokens.sequence(),
                tokens.inputs(), tokens.labels(), 1f / scored, accumulate);
    }

    private Batch.Tokens accept(Batch batch, View view) {
        return new BatchCheck(model.shape(), options.rows()).accept(batch, view);
    }

    /** {@inheritDoc} Without any scored label the loss is 0. */
    @Override
    public Evaluation evaluate(Batch batch, View view) {
        open();
        Batch.Tokens tokens = accept(batch, view);
        long scored = BatchCheck.scored(tokens);
        team.clearLoss();
        team.loss(model.transformer(), pass(tokens, model.parameters(), false, 1, false));
        return new Evaluation(team.loss() / Math.max(1, scored), scored);
    }

    @Override
    public INDArray logits(Batch batch, View view) {
        open();
        Batch.Tokens tokens = accept(batch, view);
        INDArray logits = Nd4j.create(DataType.FLOAT, tokens.rows(), tokens.sequence(), model.shape().vocabulary());
        FloatMemory memory = new FloatMemory(logits, options.workers());
        team.logits(model.transformer(), pass(tokens, model.parameters(), false, 1, false), memory);
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
        double loss = backward(List.of(accept(batch, view)), weights);
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
        Support.check(state);
        model.dropScratch();
        // the state may be made of views of the old model, so that can only be closed afterwards
        Model next = new Model(state, options.workers());
        model.close();
        model = next;
        workspace.model(state.shape());
        team.fit(model);
    }

    @Override
    public void gates(Gates gates) {
        open();
        Support.check(gates);
    }

    private void open() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        if (broken) {
            throw new GrowthException(GrowthException.Kind.UNEXPECTED,
                    "the session failed in the middle of an update; open a new one from the last checkpoint");
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
