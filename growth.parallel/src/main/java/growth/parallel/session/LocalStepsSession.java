package growth.parallel.session;

import growth.api.data.Batch;
import growth.api.engine.AllReduce;
import growth.api.engine.EngineSession;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.engine.TrainShare;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.api.operator.GrowthPlan;
import growth.parallel.group.ProcessGroup;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One rank's session of a run with local steps (DiLoCo, Douillard et al. 2023): each rank makes H steps on its own batches, then all
 * synchronise. At a synchronisation the parameters go on from an outer step along the mean of the ranks' differences; what the optimizer
 * remembers, and moving averages, go on from their means (Local Adam, Cheng and Glasgow 2025; DES-LOC, Iacob et al. 2025). All ranks then
 * hold the same state, to the bit. In between, {@link #state} is this rank's own.
 *
 * <p>All ranks synchronise after the same steps; a model is changed ({@link #adopt}, {@link #load}) only when they have. For one thread.
 */
public final class LocalStepsSession extends ForwardingSession {
    private final LocalSteps settings;
    private final ProcessGroup ranks;
    private OuterState outer;
    private Map<String, INDArray> following;
    private Trainable learning = Trainable.ALL;
    private int steps;
    private double loss;
    private int diverged;

    /**
     * A synchronisation.
     *
     * @param steps    inner steps that each rank made since the one before
     * @param loss     training loss of the last step, the mean over all ranks
     * @param diverged ranks whose loss or gradient was not finite in some step; if there are any, no state has changed on any rank
     * @param numbers  float32 numbers of this rank's model that were summed
     */
    public record Synchronisation(int steps, double loss, int diverged, long numbers) {
    }

    /**
     * Takes over a session with a model that is the same on all ranks.
     *
     * @param session  the engine's
     * @param settings H and the outer optimizer
     * @param momentum outer momentum to go on with, by parameter; empty at the beginning of a run. The session closes it
     * @param ranks    the ranks
     */
    public LocalStepsSession(EngineSession session, LocalSteps settings, Map<String, INDArray> momentum, ProcessGroup ranks) {
        super(session);
        this.settings = settings;
        this.ranks = ranks;
        outer = OuterState.at(session.state(), momentum);
    }

    /** Returns the session as one with local steps, if it is one. */
    public static Optional<LocalStepsSession> of(EngineSession session) {
        return session instanceof LocalStepsSession local ? Optional.of(local) : Optional.empty();
    }

    /**
     * Makes an inner step on this rank's part of the batches, without an exchange. The result is that of this part.
     *
     * @param batches those of all ranks; their number is a multiple of the ranks'
     */
    @Override
    public StepResult train(List<Batch> batches, TrainOptions options) {
        return train(TrainShare.of(batches, ranks.rank(), ranks.size(), ranks), options);
    }

    /** Makes an inner step on the batches of this rank alone, without an exchange. */
    @Override
    public StepResult train(TrainShare share, TrainOptions options) {
        StepResult result = session().train(new TrainShare(share.batches(), share.first(), share.ownScored(), AllReduce.ALONE), options);
        if (steps > 0 && !learning.equals(options.trainable())) {
            throw new IllegalStateException("other parts learn than at the steps before; synchronise first");
        }
        learning = options.trainable();
        steps++;
        loss = result.loss();
        diverged = result.updated() ? diverged : 1;
        return result;
    }

    /** Returns whether the ranks have made all their steps, and synchronise now. */
    public boolean due() {
        return steps >= settings.steps();
    }

    /** Returns whether no step was made since the last synchronisation, so that all ranks hold the same state. */
    public boolean synchronised() {
        return steps == 0;
    }

    /** Synchronises, whether it is due or not; all ranks do so after the same steps. Without a step since the last time nothing happens. */
    public Synchronisation synchronise() {
        if (steps == 0) {
            return new Synchronisation(0, Double.NaN, 0, 0);
        }
        double[] sums = {diverged, loss};
        ranks.sum(sums);
        double mean = sums[1] / ranks.size();
        if (sums[0] > 0) {
            return new Synchronisation(steps, mean, (int) sums[0], 0);
        }
        ExchangedState exchanged = new ExchangedState(session().state(), learning);
        long numbers = exchanged.length();
        try (INDArray flat = exchanged.gathered()) {
            Map<String, INDArray> parameters = exchanged.parameters(flat);
            parameters.forEach((name, own) -> own.rsubi(outer.anchor().get(name)));
            ranks.sum(flat);
            flat.divi(ranks.size());
            outer.step(new OuterOptimizer(settings.outerLr(), settings.momentum()), parameters);
            try (ModelState next = exchanged.with(flat)) {
                session().load(next);
            }
        }
        int made = steps;
        steps = 0;
        return new Synchronisation(made, mean, 0, numbers);
    }

    /** Returns a live view of the outer momentum: parameter → momentum, of its shape; the same on all ranks. */
    public Map<String, INDArray> momentum() {
        return Collections.unmodifiableMap(outer.momentum());
    }

    /**
     * Grows the outer momentum by the linear part of a growth, whose grown model is adopted next.
     *
     * @param small the model as it is
     * @param seed  seed of the growth
     */
    public void growing(GrowthPlan plan, ModelState small, long seed) {
        following(momentum -> LinearGrowth.of(plan, small, momentum, seed));
    }

    /**
     * Changes the outer momentum along with the model that is adopted next.
     *
     * @param change from the present momentum to that of the next model's parameters, in memory of its own
     */
    public void following(UnaryOperator<Map<String, INDArray>> change) {
        requireSynchronised();
        dropFollowing();
        following = change.apply(momentum());
    }

    private void requireSynchronised() {
        if (steps > 0) {
            throw new IllegalStateException("the ranks have gone " + steps + " steps apart; synchronise first");
        }
    }

    private void dropFollowing() {
        if (following != null) {
            following.values().forEach(INDArray::close);
            following = null;
        }
    }

    @Override
    public void load(ModelState state) {
        replace(state.shape(), () -> session().load(state));
    }

    @Override
    public void adopt(ModelState state) {
        replace(state.shape(), () -> session().adopt(state));
    }

    private void replace(ModelShape next, Runnable change) {
        requireSynchronised();
        if (following == null && !next.equals(session().shape())) {
            throw new IllegalStateException("the outer momentum does not know how to follow the model from " + session().shape() + " to "
                    + next);
        }
        change.run();
        Map<String, INDArray> momentum = following == null ? copies(outer.momentum()) : following;
        following = null;
        outer.close();
        outer = OuterState.at(session().state(), momentum);
    }

    private static Map<String, INDArray> copies(Map<String, INDArray> values) {
        Map<String, INDArray> copies = new LinkedHashMap<>();
        values.forEach((name, value) -> copies.put(name, value.dup('c')));
        return copies;
    }

    @Override
    public void close() {
        dropFollowing();
        outer.close();
        super.close();
    }
}
