package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.algebra.GrownArrays;
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
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningOperator;
import growth.api.operator.LearningRatePolicy;
import growth.api.training.EndFacts;
import growth.api.training.GrowthReport;
import growth.parallel.session.LocalStepsSession;
import growth.runtime.plugins.guard.Guarded;
import growth.runtime.prepare.LeasedOperator;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.SeedPurpose;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
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
    private final TrainingClock clock;
    /** The last growth's, for as long as they say anything of the model in training. */
    private Optional<NewEntries> last = Optional.empty();
    private ModelShape lastShape;

    GrowthStep(PreparedRun run, EngineOptions options, HeldOut heldOut, Consumer<String> log, TrainingClock clock) {
        this.run = run;
        this.options = options;
        this.heldOut = heldOut;
        this.log = log;
        this.clock = clock;
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
    GrowthOutcome perform(LeasedOperator operator, TrainedModel model, ModelShape to, View view, LearningRatePolicy rate, int stage) {
        EngineSession session = model.session();
        ModelShape from = model.shape();
        GrowthRequest request = operator.request(from, to, SeedPurpose.GROWTH.seed(run.run().seed(), stage));
        GrowthPlan planned = operator.plan(request);
        run.engine().check(to, view);
        // Asked for now: once the session has taken over the grown model, nothing may fail that need not.
        String name = operator.operator().card().card().name();

        View common = commonView(model.view(), from);
        Measured small = measure(session, common);
        long begin = clock.now();
        Performed performed = grow(operator, session, request, planned, view);
        double seconds = clock.since(begin);
        Measured large = measure(session, common);
        GrowthPlan plan = performed.plan();
        NewEntries entries = NewEntries.of(plan.map());
        Map<String, INDArray> gradients = firstGradients(session, view);
        last = Optional.of(entries).filter(some -> !(operator.operator() instanceof LearningOperator));
        lastShape = plan.map().to();
        GrowthReport.Change change = new GrowthReport.Change(name, operator.origin(), from, plan.map().to(), plan.map().description(),
                planned.preservation(), planned.parting());
        GrowthReport.Effect effect = new GrowthReport.Effect(small.logits().largestChange(large.logits()), small.loss(), large.loss(),
                entries.names().isEmpty() ? Double.NaN : entries.gradientNorm(gradients), entries.dead(gradients),
                entries.copyDistance(gradients).orElse(Double.NaN));
        GrowthReport.Policies policies = new GrowthReport.Policies(operator.optimizerState(), rate,
                run.run().trains().after(plan.map().layers()));
        GrowthReport report = new GrowthReport(change, effect, policies, new GrowthReport.Cost(seconds, performed.bytes(), false,
                performed.effort().flops()));
        return new GrowthOutcome(report, plan, performed.gates(), performed.effort().in(seconds));
    }

    /**
     * Returns what has become of the last growth's copies and new entries; empty if this object made no growth to that shape, or one with
     * a learned map.
     *
     * @param shape the model's shape
     * @param view  what is trained on
     */
    Optional<EndFacts.Copies> copies(EngineSession session, ModelShape shape, View view) {
        return last.filter(some -> shape.equals(lastShape)).map(entries -> {
            Map<String, INDArray> gradients = firstGradients(session, view);
            OptionalDouble distance = entries.copyDistance(gradients);
            return new EndFacts.Copies(distance, distance.isPresent() && distance.getAsDouble() <= NewEntries.EQUAL,
                    entries.dead(gradients));
        });
    }

    /**
     * The part of a growth that remains after the session has taken over the grown model.
     *
     * @param plan  what was performed
     * @param gates the grown model's gates
     * @param bytes memory of old and new state together
     */
    private record Performed(GrowthPlan plan, Gates gates, long bytes, TrainingEffort effort) {
    }

    private Performed grow(LeasedOperator operator, EngineSession session, GrowthRequest request, GrowthPlan planned, View view) {
        ModelState old = session.state();
        GrowthPlan plan = planned;
        TrainingEffort effort = TrainingEffort.NONE;
        if (operator.operator() instanceof LearningOperator learning) {
            try (LearningContext context = new LearningContext(run.engine(), options, run.dataset(), view, log)) {
                plan = operator.learned(learning, old, request, context);
                effort = context.effort();
            }
            if (Guarded.foreign(learning)) {
                // What a plug-in had in its hands is never released, but collected; until then it would lie beside the grown model.
                System.gc();
            }
        }
        Optional<LocalStepsSession> local = LocalStepsSession.of(session);
        if (local.isPresent()) {
            operator.grown(local.get(), plan, old, request);
        }
        try (GrownArrays arrays = session.arrays(plan.map().to())) {
            ModelState grown = operator.performed(plan, old, request, arrays);
            Performed performed = new Performed(plan, grown.gates(), StateSize.bytes(old) + StateSize.bytes(grown), effort);
            adopt(operator, session, grown);
            return performed;
        }
    }

    private static void adopt(LeasedOperator operator, EngineSession session, ModelState grown) {
        try {
            session.adopt(grown);
        } catch (GrowthException e) {
            grown.close();
            throw e.at(operator.place());
        } catch (RuntimeException | Error e) {
            grown.close();
            throw e;
        }
    }

    /** Returns a view on which both models can be measured: the old sequence length or resolution, everything running, nothing pooled. */
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
            int length = MOST_LOGITS / tokens.rows() / session.shape().vocabulary();
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
