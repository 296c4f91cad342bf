package growth.runtime.loop;

import growth.api.GrowthException;
import growth.api.algebra.NewEntries;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.operator.GrowthRequest;
import growth.api.operator.GrowthResult;
import growth.api.training.GrowthReport;
import growth.runtime.grow.StateSize;
import growth.runtime.prepare.LeasedOperator;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.SeedPurpose;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One growth: measures the model on held-out data, lets the operator grow it, loads the grown one and measures again. */
final class GrowthStep {
    /** Measuring a growth takes a fixed, small share of the validation data: it is a check, not an evaluation. */
    private static final int MEASURED_BATCHES = 4;
    private static final int LOGIT_ROWS = 2;

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
     * @param result the map and the ramps; its state is closed
     * @param effort what it cost
     */
    record Done(GrowthReport report, GrowthResult result, TrainingEffort effort) {
    }

    /**
     * @param operator the operator, held in place
     * @param model    the small model; its session afterwards holds the grown one
     * @param to       the grown model's shape
     * @param view     what is trained on from now on
     * @param stage    growths done before
     */
    Done perform(LeasedOperator operator, TrainedModel model, ModelShape to, View view, int stage) {
        EngineSession session = model.session();
        ModelShape from = model.shape();
        GrowthRequest request = operator.request(from, to, SeedPurpose.GROWTH.seed(run.run().seed(), stage));
        operator.operator().check(request);
        run.engine().check(to, view);

        View common = commonView(model.view(), from);
        Measured small = measure(session, common);
        long begin = nanoTime.getAsLong();
        ModelState old = session.state();
        long oldBytes = StateSize.bytes(old);
        try (LearningContext context = new LearningContext(run.engine(), options, run.dataset(), view, log)) {
            GrowthResult result = grow(operator, old, request, context);
            try (ModelState grown = result.state()) {
                long bytes = oldBytes + StateSize.bytes(grown);
                session.load(grown);
                double seconds = (nanoTime.getAsLong() - begin) / 1e9;
                Measured large = measure(session, common);
                NewEntries entries = NewEntries.of(result.map());
                Map<String, INDArray> gradients = firstGradients(session, view);
                GrowthReport report = new GrowthReport(operator.operator().card().card().name(), from, grown.shape(),
                        result.map().description(),
                        operator.operator().preservation(request), small.logits().largestChange(large.logits()), small.loss(), large.loss(),
                        entries.names().isEmpty() ? Double.NaN : entries.gradientNorm(gradients), entries.dead(gradients),
                        entries.copyDistance(gradients).orElse(Double.NaN), operator.optimizerState(), operator.learningRate(), seconds,
                        bytes);
                return new Done(report, result, context.effort(seconds));
            }
        }
    }

    private static GrowthResult grow(LeasedOperator operator, ModelState state, GrowthRequest request, LearningContext context) {
        GrowthResult result;
        try {
            result = operator.operator().grow(state, request, context);
        } catch (GrowthException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new GrowthException(GrowthException.Kind.UNEXPECTED, operator.place() + ": the operator failed: " + e, e);
        }
        ModelShape made = result.state().shape();
        // Zero padding scales the norms' epsilon (growth-methods 1.3); everything else is as asked for.
        if (!made.toBuilder().normEpsilon(request.to().normEpsilon()).build().equals(request.to())) {
            result.state().close();
            throw new GrowthException(GrowthException.Kind.UNEXPECTED, operator.place() + ": the operator grew to " + made + " instead of "
                    + request.to());
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
        double loss = HeldOut.mean(session, heldOut.first(MEASURED_BATCHES, options.rows(), view), view).loss();
        Batch few = heldOut.first(1, LOGIT_ROWS, view).get(0);
        return new Measured(loss, Logits.of(session, few, view));
    }

    /** Gradients on the batch of the coming step; the training data are put back to where they stood. */
    private Map<String, INDArray> firstGradients(EngineSession session, View view) {
        Cursor cursor = run.dataset().cursor();
        Batch coming = run.dataset().next(options.rows(), view);
        run.dataset().seek(cursor);
        return session.gradients(coming, view).values();
    }
}
