package growth.engine.conformance;

import static growth.engine.conformance.SmallModels.model;
import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.engine.TrainOptions;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What padding and token types must not change, and what they must; their numbers are in {@link FamiliesTests}. */
abstract class PaddingTests extends EngineTests {
    private static final int ROWS = 5;
    private static final TrainOptions STEP = SmallModels.step(1e-2);

    PaddingTests(EngineConformance suite) {
        super(suite);
    }

    private static Batch.Tokens batch(ModelShape shape) {
        return (Batch.Tokens) RandomModels.any(shape, ROWS, 2);
    }

    private ModelState trained(ModelState state, Recompute recompute, List<Batch> batches, TrainOptions options) {
        try (EngineSession session = engine().open(state, EngineOptions.of(2, ROWS, 0).withRecompute(recompute))) {
            session.train(batches, options);
            session.train(batches, options);
            return session.state().copy();
        }
    }

    private double[] logits(ModelState state, Batch batch) {
        try (EngineSession session = open(state, 2, ROWS)) {
            return Numbers.doubles(session.logits(batch, View.full()));
        }
    }

    private static Batch.Tokens masked(Batch.Tokens batch, boolean[] mask) {
        return new Batch.Tokens(batch.rows(), batch.sequence(), batch.inputs(), batch.labels(), mask, batch.tokenTypes());
    }

    @ParameterizedTest
    @EnumSource(names = {"LLAMA", "GPT2", "BERT"})
    void aMaskThatLeavesNothingOutChangesNoBit(Family family) {
        ModelShape shape = SmallShapes.of(family);
        Batch.Tokens plain = batch(shape);
        boolean[] all = new boolean[plain.inputs().length];
        Arrays.fill(all, true);
        ModelState without = trained(model(shape), Recompute.NONE, List.of(plain), STEP);
        assertThat(SmallModels.same(without.parameters(), trained(model(shape), Recompute.NONE, List.of(masked(plain, all)), STEP)
                .parameters())).isTrue();
        Batch padded = RandomModels.padded(plain);
        assertThat(SmallModels.same(without.parameters(), trained(model(shape), Recompute.NONE, List.of(padded), STEP).parameters()))
                .isFalse();
    }

    @Test
    void typeZeroThroughoutChangesNoBit() {
        ModelShape shape = SmallShapes.of(Family.BERT);
        Batch.Tokens plain = batch(shape);
        Batch.Tokens typed = new Batch.Tokens(ROWS, 9, plain.inputs(), plain.labels(), new boolean[0], new int[plain.inputs().length]);
        ModelState without = trained(model(shape), Recompute.NONE, List.of(plain, plain), STEP);
        assertThat(SmallModels.same(without.parameters(), trained(model(shape), Recompute.NONE, List.of(typed, plain), STEP).parameters()))
                .isTrue();
    }

    /** Of a row, only its own tokens count; neither what stands at padding nor that there are other rows with other padding. */
    @ParameterizedTest
    @EnumSource(names = {"LLAMA", "GPT2", "BERT"})
    void whatStandsAtPaddingIsSeenByNobody(Family family) {
        ModelShape shape = SmallShapes.of(family);
        Batch.Tokens padded = RandomModels.padded(batch(shape));
        int[] others = padded.inputs().clone();
        for (int i = 0; i < others.length; i++) {
            others[i] = padded.attentionMask()[i] ? others[i] : (others[i] + 1) % shape.vocabulary();
        }
        double[] logits = logits(model(shape), padded);
        double[] same = logits(model(shape), new Batch.Tokens(ROWS, 9, others, padded.labels(), padded.attentionMask(), new int[0]));
        for (int i = 0; i < others.length; i++) {
            if (padded.attentionMask()[i]) {
                assertThat(row(same, i, shape)).containsExactly(row(logits, i, shape));
            }
        }
    }

    /** Padding behind the tokens is the same as a shorter row; padding before them too, where positions are relative. */
    @ParameterizedTest
    @EnumSource(names = {"LLAMA", "GPT2", "BERT"})
    void aPaddedRowIsAShorterRow(Family family) {
        ModelShape shape = SmallShapes.of(family);
        Batch.Tokens plain = batch(shape);
        Batch.Tokens shorter = plain.take(0, 1, 6);
        boolean[] end = new boolean[9];
        Arrays.fill(end, 0, 6, true);
        double[] expected = logits(model(shape), shorter);
        double[] padded = logits(model(shape), masked(plain.take(0, 1, 9), end));
        assertThat(Numbers.relativeError(Arrays.copyOf(padded, expected.length), expected)).isLessThan(1e-6);
        if (family == Family.LLAMA) {
            int[] later = new int[9];
            System.arraycopy(shorter.inputs(), 0, later, 3, 6);
            boolean[] begin = new boolean[9];
            Arrays.fill(begin, 3, 9, true);
            double[] shifted = logits(model(shape), new Batch.Tokens(1, 9, later, new int[9], begin, new int[0]));
            double[] tail = Arrays.copyOfRange(shifted, shifted.length - expected.length, shifted.length);
            assertThat(Numbers.relativeError(tail, expected)).isLessThan(1e-6);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LLAMA", "GPT2", "BERT"})
    void whatIsComputedAgainIsTheSame(Family family) {
        ModelShape shape = SmallShapes.of(family);
        Batch.Tokens padded = RandomModels.padded(batch(shape));
        TrainOptions noisy = TrainOptions.of(1e-2, OptimizerSettings.adamw(0.9, 0.95, 1e-8, 0.1))
                .with(new Regularization(0.2, 0.1, 0.1, 0, 0), 0);
        List<Batch> batches = List.of(padded, batch(shape));
        ModelState kept = trained(model(shape), Recompute.NONE, batches, noisy);
        for (Recompute recompute : List.of(Recompute.ATTENTION, Recompute.BLOCK)) {
            assertThat(SmallModels.same(kept.parameters(), trained(model(shape), recompute, batches, noisy).parameters())).isTrue();
        }
    }

    private static double[] row(double[] logits, int row, ModelShape shape) {
        return Arrays.copyOfRange(logits, row * shape.vocabulary(), (row + 1) * shape.vocabulary());
    }
}
