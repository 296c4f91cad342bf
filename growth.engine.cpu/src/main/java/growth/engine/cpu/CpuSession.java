package growth.engine.cpu;

import growth.api.algebra.GrownArrays;
import growth.api.data.Batch;
import growth.api.engine.Decoder;
import growth.api.engine.EngineOptions;
import growth.api.engine.Precision;
import growth.api.engine.Regularization;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.engine.TrainShare;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.engine.common.batch.BatchRows;
import growth.engine.common.check.EngineCheck;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.memory.FlatMemory;
import growth.engine.common.model.FlatArrays;
import growth.engine.common.optimizer.UpdateRule;
import growth.engine.common.random.Dropout;
import growth.engine.common.session.FlatSession;
import growth.engine.common.session.StepSums;
import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.Bf16Memory;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.onednn.OneDnn;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Conditions;
import growth.engine.cpu.pass.Needs;
import growth.engine.cpu.pass.Pass;
import growth.engine.cpu.pass.Past;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One model in native memory and the workers that compute it. */
final class CpuSession extends FlatSession<FloatMemory, Model> {
    private final Team team;
    private final Workspace workspace;
    private final RoundedWeights rounded;
    private final BatchRows rows = new BatchRows();

    /**
     * @param state   what to start from; copied
     * @param options workers (at least 1) and rows of the session
     * @param kernels makes the row kernels of a worker
     * @param oneDnn  computes products, if it is there
     */
    CpuSession(ModelState state, EngineOptions options, Supplier<RowKernels> kernels, Optional<OneDnn> oneDnn) {
        super(CpuEngine.NAME, options);
        EngineCheck.check(state, options);
        workspace = new Workspace(options.workers());
        start(state);
        team = new Team(options.workers(), kernels, oneDnn);
        rounded = new RoundedWeights(team);
        fit(model());
    }

    @Override
    protected FlatMemory.Source<FloatMemory> source() {
        return FloatMemory.source(options().workers());
    }

    @Override
    protected Model copy(ModelState state, FlatArrays<FloatMemory> arrays, Consumer<INDArray> copied) {
        return new Model(state, options(), arrays, copied);
    }

    @Override
    public GrownArrays arrays(ModelShape shape) {
        return offer(shape);
    }

    @Override
    protected void fit(Model next) {
        workspace.model(next.shape());
        rounded.changed();
        team.fit(next);
    }

    @Override
    protected StepResult step(TrainShare share, TrainOptions train, Trainable learning, double flops) {
        Model model = model();
        double losses = backward(share, train.view(), train.regularization(), train.step(), model.parameters(), learning);
        List<FlatLayout.Stretch> stretches = model.layout().stretches(train.trainable());
        if (!share.isAlone()) {
            stretches.forEach(stretch -> share.ranks().sum(model.gradients().view(stretch.at(), stretch.count())));
        }
        StepResult result = new StepSums(losses, Math.sqrt(team.sumOfSquares(model.gradients(), stretches)), flops).of(share);
        if (result.updated()) {
            UpdateRule rule = new UpdateRule(train);
            rounded.changed();
            wholly(() -> team.update(model, rule, rule.gradientScale(result.gradientNorm())));
        }
        return result;
    }

    /**
     * Computes the share's part of the gradients of the mean loss over the scored labels of all ranks, of the parts that learn; returns the
     * sum of its losses.
     */
    private double backward(TrainShare share, View view, Regularization rates, long step, FloatMemory weights, Trainable learning) {
        Model model = model();
        team.clearLoss();
        for (int i = 0; i < share.batches().size(); i++) {
            Dropout dropout = Dropout.of(rates, options().seed(), step, share.first() + i);
            Conditions conditions = conditions(view).training(dropout, rates.labelSmoothing(), learning);
            rows.read(share.batches().get(i), view, model.shape());
            team.gradients(model.transformer(),
                    new Pass(rows, conditions, activations(conditions, true), weights, rounded(weights), model.gradients(),
                            1f / share.scored(),
                            i > 0, Past.NONE));
        }
        return team.loss();
    }

    private Conditions conditions(View view) {
        return Conditions.of(view, model().shape(), model().gates());
    }

    private Activations activations(Conditions conditions, boolean backward) {
        Activations activations = workspace.activations(Needs.of(rows, conditions, options(), backward));
        team.fitRows(activations.needs().longest());
        return activations;
    }

    private Pass forward(Conditions conditions, FloatMemory weights) {
        return new Pass(rows, conditions, activations(conditions, false), weights, rounded(weights), null, 1, false, Past.NONE);
    }

    /** Returns the weights as products read them; null for single precision. */
    private Bf16Memory rounded(FloatMemory weights) {
        return options().placement().precision() == Precision.BF16 ? rounded.of(weights) : null;
    }

    @Override
    protected Evaluation evaluate(FloatMemory weights, Batch batch, View view) {
        rows.read(batch, view, model().shape());
        long scored = rows.scored().total();
        team.clearLoss();
        team.loss(model().transformer(), forward(conditions(view), weights));
        return new Evaluation(team.loss() / Math.max(1, scored), scored, team.correct());
    }

    @Override
    protected void logits(Batch batch, View view, INDArray logits) {
        Model model = model();
        rows.readUnscored(batch, model.shape());
        Region all = new Region(new FloatMemory(logits, options().workers()), 0, model.transformer().outputs());
        team.logits(model.transformer(), forward(conditions(view), model.parameters()), all);
    }

    @Override
    protected Decoder decoder(Model decoded, int texts, int positions, Runnable usable) {
        return new CpuDecoder(decoded, team, texts, positions, usable);
    }

    @Override
    protected double differentiate(FloatMemory weights, Batch batch, View view) {
        // others than the model's are copied over those of the call before
        rounded.changed();
        return backward(TrainShare.alone(List.of(batch)), view, Regularization.NONE, 0, weights, Trainable.ALL) / batch.scored();
    }

    @Override
    protected void release() {
        team.close();
        model().close();
        workspace.close();
        rounded.close();
    }
}
