package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.NewEntries;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.operator.GateRamp;
import growth.api.operator.GrowthRequest;
import growth.api.operator.GrowthResult;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.Preservation;
import growth.api.training.GrowthReport;
import growth.runtime.prepare.LeasedOperator;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.SeedPurpose;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One growth: measures the model on held-out data, lets the operator grow it, loads the grown one and measures again. */
final class GrowthStep {
    private static final int LOGIT_ROWS = 2;
    private static final float HALF = 0.5f;
    /** Large vocabularies are measured on the beginnings of these rows, so that both models' logits stay small beside the models. */
    private static final int MOST_LOGITS = 1 << 22;

    private final PreparedRun run;
    private final EngineOptions options;
    private final HeldOut heldOut;
    private final Consumer<String> log;
    private final LongSupplier nanoTime;

    GrowthStep(PreparedRun run, EngineOptions options, HeldOut heldOut, Consumer<String> log, LongSupplier nanoTime) {
        this.run = run;
        this.options = options;
        this.heldOut = heldOut;
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /**
     * What a growth did.
     *
     * @param report what is told of it
     * @param gates  the grown model's gates
     * @param ramps  the gates to open from here on
     * @param effort what it cost
     * @param layers where the grown model's layers come from
     */
    record Done(GrowthReport report, Gates gates, List<GateRamp> ramps, TrainingEffort effort, LayerMap layers) {
    }

    /**
     * No array of the small model or of its gradients is held on to: at most the old and the new model are in memory, and none of the
     * sessions in which an operator learned.
     *
     * @param operator the operator, held in place
     * @param model    the small model; its session afterwards holds the grown one
     * @param to       the grown model's shape
     * @param view     what is trained on from now on
     * @param rate     what becomes of the learning rate, for the report
     * @param stage    growths done before
     * @throws GrowthException if the operator or the engine refuses; the session then still holds the small model
     */
    Done perform(LeasedOperator operator, TrainedModel model, ModelShape to, View view, LearningRatePolicy rate, int stage) {
        EngineSession session = model.session();
        ModelShape from = model.shape();
        GrowthRequest request = operator.request(from, to, SeedPurpose.GROWTH.seed(run.run().seed(), stage));
        operator.operator().check(request);
        run.engine().check(to, view);
        // Asked for now: once the session has taken over the grown model, nothing may fail that need not.
        String name = operator.operator().card().card().name();
        Preservation claimed = operator.operator().preservation(request);

        View common = commonView(model.view(), from);
        Measured small = measure(session, common);
        long begin = nanoTime.getAsLong();
        Grown grown = grow(operator, session, request, view);
        double seconds = (nanoTime.getAsLong() - begin) / 1e9;
        if (grown.lent()) {
            // What a plug-in had in its hands is never released, but collected; until then it would lie beside the grown model.
            System.gc();
        }
        Measured large = measure(session, common);
        NewEntries entries = NewEntries.of(grown.map());
        Map<String, INDArray> gradients = firstGradients(session, view);
        GrowthReport report = new GrowthReport(name, from, grown.shape(), grown.map().description(),
                claimed, small.logits().largestChange(large.logits()), small.loss(), large.loss(),
                entries.names().isEmpty() ? Double.NaN : entries.gradientNorm(gradients), entries.dead(gradients),
                entries.copyDistance(gradients).orElse(Double.NaN), operator.optimizerState(), rate, seconds,
                grown.bytes(), false, run.run().trains().after(grown.map().layers()), operator.origin(),
                operator.operator().forecast(request).parting());
        return new Done(report, grown.gates(), grown.ramps(), grown.effort().in(seconds), grown.map().layers());
    }

    /**
     * What is left of a growth when the session has taken over its state.
     *
     * @param bytes memory of old and new state together
     * @param lent  whether arrays of it are still in the hands of a plug-in
     */
    private record Grown(ModelShape shape, GrowthMap map, Gates gates, List<GateRamp> ramps, long bytes, TrainingEffort effort,
            boolean lent) {
    }

    private Grown grow(LeasedOperator operator, EngineSession session, GrowthRequest request, View view) {
        ModelState old = session.state();
        long oldBytes = StateSize.bytes(old);
        GrowthResult result;
        TrainingEffort effort;
        try (LearningContext context = new LearningContext(run.engine(), options, run.dataset(), view, log)) {
            result = grow(operator, old, request, context);
            effort = context.effort();
        }
        ModelState state = result.state();
        Grown grown = new Grown(state.shape(), result.map(), state.gates(), result.ramps(), oldBytes + StateSize.bytes(state), effort,
                !state.arrays().allMatch(INDArray::closeable));
        try {
            session.adopt(state);
        } catch (GrowthException e) {
            state.close();
            throw e.at(operator.place());
        } catch (RuntimeException | Error e) {
            state.close();
            throw e;
        }
        return grown;
    }

    private static GrowthResult grow(LeasedOperator operator, ModelState state, GrowthRequest request, LearningContext context) {
        GrowthResult result;
        try {
            result = operator.operator().grow(state, request, context);
        } catch (GrowthException e) {
            throw e.kind() == GrowthException.Kind.FAILING_PLUGIN ? e.at(operator.place()) : e;
        } catch (RuntimeException | Error e) {
            throw new GrowthException(GrowthException.Kind.FAILING_PLUGIN, operator.place() + ": the operator failed: " + e, e);
        }
        ModelShape made = result.state().shape();
        // Zero padding scales the norms' epsilon (growth-methods 1.3); everything else is as asked for.
        if (!made.toBuilder().normEpsilon(request.to().normEpsilon()).build().equals(request.to())) {
            result.state().close();
            throw new GrowthException(GrowthException.Kind.FAILING_PLUGIN, operator.place() + ": the operator grew to " + made
                    + " instead of " + request.to());
        }
        return result;
    }

    /** What both models can be measured on: the old sequence length or resolution, everything running, nothing pooled. */
    private static View commonView(View before, ModelShape from) {
        if (from.image().isPresent()) {
            return before.resolution().map(View.full()::withResolution).orElse(View.full().withResolution(from.image().get().size()));
        }
        return View.full().withSequence(before.sequence(from));
    }

    private record Measured(double loss, Logits logits) {
    }

    private Measured measure(EngineSession session, View view) {
        double loss = heldOut.measure(session, view).loss();
        Batch few = heldOut.first(LOGIT_ROWS, view);
        if (few instanceof Batch.Tokens tokens) {
            int length = MOST_LOGITS / tokens.rows() / session.state().shape().vocabulary();
            Batch.Tokens beginnings = tokens.take(0, tokens.rows(), Math.max(1, Math.min(tokens.sequence(), length)));
            return new Measured(loss, Logits.of(session, beginnings, view.withSequence(beginnings.sequence())));
        }
        return new Measured(loss, Logits.of(session, few, view));
    }

    /**
     * Gradients on the batch of the coming step; the training data are put back to where they stood. Gates are held half open meanwhile:
     * behind closed ones everything would look dead.
     */
    private Map<String, INDArray> firstGradients(EngineSession session, View view) {
        Cursor cursor = run.dataset().cursor();
        Batch coming = run.dataset().next(options.rows(), view);
        run.dataset().seek(cursor);
        Gates gates = session.state().gates();
        if (gates.isEmpty()) {
            return session.gradients(coming, view).values();
        }
        session.gates(halfOpen(gates));
        Map<String, INDArray> gradients = session.gradients(coming, view).values();
        session.gates(gates);
        return gradients;
    }

    private static Gates halfOpen(Gates gates) {
        Gates open = gates;
        for (GateSite site : gates.sites()) {
            float[] values = gates.at(site).orElseThrow();
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.max(HALF, values[i]);
            }
            open = open.with(site, values);
        }
        return open;
    }
}
