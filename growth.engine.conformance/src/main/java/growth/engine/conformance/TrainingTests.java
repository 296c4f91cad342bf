package growth.engine.conformance;

import static growth.engine.conformance.SmallModels.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterLayout;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.reference.RandomModels;
import growth.reference.ReferenceLlama;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class TrainingTests extends EngineTests {
    private static final ModelShape SHAPE = SmallModels.TIED;

    TrainingTests(EngineConformance suite) {
        super(suite);
    }

    private static Batch.Tokens batch(long seed) {
        return RandomModels.batch(SHAPE, 4, 13, seed);
    }

    /** The state after some steps, on batches of their own. */
    private ModelState train(ModelState start, int workers, int steps, TrainOptions options) {
        try (EngineSession session = open(start, workers, 4)) {
            for (int i = 0; i < steps; i++) {
                session.train(List.of(batch(i)), options);
            }
            return session.state().copy();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theSameStepsGiveTheSameBits(int workers) {
        ModelState once = train(model(SHAPE), workers, 5, SmallModels.step(1e-2));
        ModelState again = train(model(SHAPE), workers, 5, SmallModels.step(1e-2));
        assertThat(SmallModels.same(once.parameters(), again.parameters())).isTrue();
        assertThat(SmallModels.same(once.parameters(), model(SHAPE).parameters())).isFalse();
    }

    @Test
    void theNumberOfWorkersChangesRoundingOnly() {
        ModelState one = train(model(SHAPE), 1, 3, SmallModels.step(1e-3));
        for (int workers : new int[] {2, 3, 7}) {
            ModelState more = train(model(SHAPE), workers, 3, SmallModels.step(1e-3));
            one.parameters().forEach((name, value) -> {
                double error = Numbers.relativeError(Numbers.doubles(more.parameters().get(name)), Numbers.doubles(value));
                assertThat(error).as(name).isLessThan(1e-4);
            });
        }
    }

    @Test
    void stepsAreThoseOfAdamWInDoublePrecision() {
        double rate = 3e-2;
        OptimizerSettings optimizer = OptimizerSettings.adamw(0.8, 0.9, 1e-6, 0.3).withClip(0.5);
        TrainOptions options = TrainOptions.of(rate, optimizer);
        ReferenceAdamW reference = new ReferenceAdamW(ReferenceLlama.of(model(SHAPE)), ParameterLayout.of(SHAPE));
        try (EngineSession session = open(model(SHAPE), 2, 4)) {
            for (int step = 1; step <= 4; step++) {
                reference.requireSame(session, batch(step), options);
            }
            reference.requireSame(session);
        }
    }

    @Test
    void twoHalvesMakeTheWhole() {
        Batch.Tokens whole = batch(1);
        int half = whole.inputs().length / 2;
        Batch.Tokens first = new Batch.Tokens(2, 13, Arrays.copyOf(whole.inputs(), half), Arrays.copyOf(whole.labels(), half));
        Batch.Tokens second = new Batch.Tokens(2, 13, Arrays.copyOfRange(whole.inputs(), half, 2 * half),
                Arrays.copyOfRange(whole.labels(), half, 2 * half));
        for (int workers = 1; workers <= 2; workers++) {
            try (EngineSession one = open(model(SHAPE), workers, 4);
                    EngineSession two = open(model(SHAPE), workers, 4)) {
                // an optimizer without memory or epsilon to speak of would turn rounding into signs; this one moves by the gradient itself
                TrainOptions options = TrainOptions.of(1, OptimizerSettings.adamw(0, 0, 1e3, 0));
                StepResult together = one.train(List.of(whole), options);
                StepResult apart = two.train(List.of(first, second), options);
                assertThat(apart.loss()).isCloseTo(together.loss(), within(1e-6));
                assertThat(apart.gradientNorm()).isCloseTo(together.gradientNorm(), within(1e-6 * together.gradientNorm()));
                assertThat(apart.flops()).isEqualTo(together.flops());
                two.state().parameters().forEach((name, value) -> assertThat(
                        Numbers.largestDifference(Numbers.doubles(value), Numbers.doubles(one.state().parameters().get(name)))).as(name)
                        .isLessThan(1e-6));
            }
        }
    }

    @Test
    void operationsAreThoseOfTheTrainingCost() {
        try (EngineSession session = open(model(SHAPE), 2, 4)) {
            double full = session.train(List.of(scored(RandomModels.batch(SHAPE, 3, 24, 1), 1)), SmallModels.step(1e-3)).flops();
            assertThat(full).isEqualTo(3 * TrainingCost.perSequence(SHAPE, View.full()));
            TrainOptions half = TrainOptions.of(1e-3, SmallModels.ADAMW).withView(View.full().withSequence(12));
            assertThat(session.train(List.of(scored(RandomModels.batch(SHAPE, 3, 12, 1), 3)), half).flops())
                    .isEqualTo(3 * TrainingCost.perSequence(SHAPE, View.full().withSequence(12), 4));
        }
    }

    /** Scores every n-th label. */
    private static Batch.Tokens scored(Batch.Tokens batch, int every) {
        int[] labels = new int[batch.labels().length];
        Arrays.setAll(labels, i -> i % every == 0 ? batch.inputs()[i] : Batch.IGNORED);
        return new Batch.Tokens(batch.rows(), batch.sequence(), batch.inputs(), labels);
    }

    @Test
    void aLossThatIsNotFiniteChangesNothing() {
        ModelState state = model(SHAPE);
        state.parameters().get("model.norm.weight").putScalar(3, Float.POSITIVE_INFINITY);
        try (EngineSession session = open(state, 2, 4)) {
            StepResult result = session.train(List.of(batch(1)), SmallModels.step(1e-3));
            assertThat(result.updated()).isFalse();
            assertThat(Double.isFinite(result.loss())).isFalse();
            assertThat(SmallModels.same(session.state().parameters(), state.parameters())).isTrue();
            assertThat(session.state().optimizer()).isEmpty();
        }
    }

    @Test
    void aGradientThatIsNotFiniteChangesNothing() {
        ModelState state = model(SHAPE);
        // the squares overflow, the norm's 1/rms is 0, and so are the logits; their gradients meet infinity
        state.parameters().get("model.embed_tokens.weight").muli(1e30);
        try (EngineSession session = open(state, 2, 4)) {
            StepResult result = session.train(List.of(batch(1)), SmallModels.step(1e-3));
            assertThat(result.loss()).isCloseTo(Math.log(SHAPE.vocabulary()), within(1e-6));
            assertThat(Double.isFinite(result.gradientNorm())).isFalse();
            assertThat(result.updated()).isFalse();
            assertThat(SmallModels.same(session.state().parameters(), state.parameters())).isTrue();
            assertThat(session.state().optimizer()).isEmpty();
        }
    }

    @Test
    void gradientsElsewhereLeaveTheSessionAlone() {
        ModelState elsewhere = RandomModels.model(SHAPE, 9);
        try (EngineSession session = open(model(SHAPE), 2, 4); EngineSession other = open(elsewhere, 2, 4)) {
            session.train(List.of(batch(1)), SmallModels.step(1e-3));
            ModelState before = session.state().copy();
            var gradients = session.gradients(elsewhere, batch(2), View.full());
            var expected = other.gradients(batch(2), View.full());
            assertThat(gradients.loss()).isEqualTo(expected.loss());
            assertThat(SmallModels.same(gradients.values(), expected.values())).isTrue();
            assertThat(SmallModels.same(session.state().parameters(), before.parameters())).isTrue();
            before.optimizer().forEach((name, s) -> assertThat(SmallModels.same(s.slots().get(Slot.FIRST_MOMENT),
                    session.state().optimizer().get(name).slots().get(Slot.FIRST_MOMENT))).isTrue());
        }
    }

    @Test
    void evaluationCountsScoredLabelsAndChangesNothing() {
        Batch.Tokens batch = batch(1);
        try (EngineSession session = open(model(SHAPE), 3, 4)) {
            EngineSession.Evaluation evaluation = session.evaluate(batch, View.full());
            assertThat(evaluation.scored()).isEqualTo(Arrays.stream(batch.labels()).filter(l -> l != Batch.IGNORED).count());
            assertThat(evaluation.loss()).isEqualTo(session.evaluate(batch, View.full()).loss());
            int[] ignored = new int[batch.labels().length];
            Arrays.fill(ignored, Batch.IGNORED);
            Batch.Tokens unscored = new Batch.Tokens(4, 13, batch.inputs(), ignored);
            assertThat(session.evaluate(unscored, View.full())).isEqualTo(new EngineSession.Evaluation(0, 0, 0));
            assertThat(SmallModels.same(session.state().parameters(), model(SHAPE).parameters())).isTrue();
        }
    }
}
