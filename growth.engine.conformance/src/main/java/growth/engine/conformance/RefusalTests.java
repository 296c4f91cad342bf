package growth.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.TrainOptions;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One clear line for everything the engine cannot do, before anything is changed. */
abstract class RefusalTests extends EngineTests {
    private static final ModelShape SHAPE = SmallModels.TIED;
    private ModelState state;
    private EngineSession session;

    RefusalTests(EngineConformance suite) {
        super(suite);
    }

    @BeforeEach
    void openSession() {
        state = SmallModels.model(SHAPE);
        session = open(state, 2, 2);
    }

    @AfterEach
    void closeSession() {
        session.close();
    }

    private static void assertRefused(Kind kind, String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(GrowthException.class).hasMessage(message)
                .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(kind));
    }

    private static void assertRefused(String message, ThrowingCallable call) {
        assertRefused(Kind.CONFIGURATION, message, call);
    }

    private void assertBatchRefused(String message, Batch batch, View view) {
        TrainOptions options = TrainOptions.of(1e-3, SmallModels.ADAMW).withView(view);
        Batch good = RandomModels.batch(SHAPE, 2, 5, 1);
        assertRefused(Kind.DATA, message, () -> session.train(List.of(good, batch), options));
        assertRefused(Kind.DATA, message, () -> session.evaluate(batch, view));
        assertRefused(Kind.DATA, message, () -> session.logits(batch, view));
        assertRefused(Kind.DATA, message, () -> session.gradients(batch, view));
        assertThat(SmallModels.same(session.state().parameters(), state.parameters())).isTrue();
        assertThat(session.state().optimizer()).isEmpty();
    }

    @Test
    void tokensOutsideTheVocabulary() {
        Batch.Tokens batch = RandomModels.batch(SHAPE, 2, 5, 1);
        batch.inputs()[7] = 37;
        assertBatchRefused("token 37 at row 1, position 2 of the batch; the vocabulary has 0 to 36", batch, View.full());
        batch.inputs()[7] = -1;
        assertBatchRefused("token -1 at row 1, position 2 of the batch; the vocabulary has 0 to 36", batch, View.full());
    }

    @Test
    void labelsOutsideTheVocabulary() {
        Batch.Tokens batch = RandomModels.batch(SHAPE, 2, 5, 1);
        batch.labels()[4] = -7;
        assertBatchRefused("label -7 at row 0, position 4 of the batch; the vocabulary has 0 to 36", batch, View.full());
    }

    @Test
    void batchesThatDoNotFit() {
        assertBatchRefused("a batch of 3 sequences; the session was opened for 2", RandomModels.batch(SHAPE, 3, 5, 1), View.full());
        assertBatchRefused("a batch of 25 tokens per sequence; the view has 24", RandomModels.batch(SHAPE, 2, 25, 1), View.full());
        View eight = View.full().withSequence(8);
        assertBatchRefused("a batch of 9 tokens per sequence; the view has 8", RandomModels.batch(SHAPE, 2, 9, 1), eight);
        Batch.Images images = new Batch.Images(1, 1, 1, new float[1], new int[1]);
        assertBatchRefused("a batch of images; family llama takes tokens", images, View.full());
    }

    @Test
    void tokenTypesAndPaddingThatHaveNoMeaning() {
        Batch.Tokens typed = RandomModels.typed(RandomModels.batch(SHAPE, 2, 5, 1), 2, 3);
        assertBatchRefused("token types; family llama has none; leave them out", typed, View.full());
        ModelShape bert = SmallShapes.of(Family.BERT);
        Batch.Tokens masked = RandomModels.masked(bert, 2, 5, 1);
        Batch.Tokens third = RandomModels.typed(masked, 2, 3);
        third.tokenTypes()[6] = 2;
        View pooled = View.full().withPooling(new View.Pooling(View.Pooling.Kind.MEAN, 2));
        try (EngineSession other = open(SmallModels.model(bert), 2, 2)) {
            assertRefused(Kind.DATA, "token type 2 at row 1, position 1 of the batch; the model has 0 to 1",
                    () -> other.evaluate(third, View.full()));
            assertRefused(Kind.DATA, "padding in a batch whose sequences are pooled: a pooled position would join tokens"
                    + " and padding; give sequences without padding, or train without pooling",
                    () -> other.gradients(RandomModels.padded(masked), pooled));
        }
    }

    @Test
    void batchesWithoutAnyScoredLabel() {
        Batch.Tokens batch = new Batch.Tokens(1, 2, new int[] {1, 2}, new int[] {Batch.IGNORED, Batch.IGNORED});
        assertRefused(Kind.DATA, "no label of the batch is scored; at least one must not be -100",
                () -> session.train(List.of(batch), SmallModels.step(1e-3)));
    }

    @Test
    void viewsItDoesNotHave() {
        assertRefused("a view of 25 tokens per sequence does not fit context 24; use 1 to 24",
                () -> engine().check(SHAPE, View.full().withSequence(25)));
        View.Pooling mean = new View.Pooling(View.Pooling.Kind.MEAN, 2);
        assertRefused("family llama cannot be trained on pooled sequences: a pooled position would see later tokens; pooling is for bert",
                () -> engine().check(SHAPE, View.full().withPooling(mean)));
        assertRefused("family vit cannot be trained on pooled sequences: it has no positions to predict; pooling is for bert",
                () -> engine().check(SmallShapes.of(Family.VIT), View.full().withPooling(mean)));
        assertRefused("pooling by concat needs a projection that bert's files do not have; use mean or max",
                () -> engine().check(SmallShapes.of(Family.BERT), View.full().withPooling(new View.Pooling(View.Pooling.Kind.CONCAT, 2))));
        assertRefused("family llama has no images; leave resolution out of the view",
                () -> engine().check(SHAPE, View.full().withResolution(32)));
        assertRefused("patch 2 does not divide resolution 5; use a multiple of the patch, e.g. 6",
                () -> engine().check(SmallShapes.of(Family.VIT), View.full().withResolution(5)));
        assertRefused("family vit sees images; give the view a resolution instead of a sequence",
                () -> engine().check(SmallShapes.of(Family.VIT), View.full().withSequence(4)));
        assertRefused("a view of layers [1, 0]; give some of 0 to 1 in ascending order",
                () -> engine().check(SHAPE, View.full().withLayers(List.of(1, 0))));
        assertRefused("a view of layers [2]; give some of 0 to 1 in ascending order",
                () -> engine().check(SHAPE, View.full().withLayers(List.of(2))));
        assertRefused("a view of no layers; at least one must run", () -> engine().check(SHAPE, View.full().withLayers(List.of())));
    }

    @Test
    void imagesThatDoNotFit() {
        ModelShape vit = SmallShapes.of(Family.VIT);
        try (EngineSession images = open(SmallModels.model(vit), 1, 2)) {
            Batch.Images batch = RandomModels.images(vit, 2, 6, 1);
            assertRefused(Kind.DATA, "images of 3×6×6; the view has 3×4×4", () -> images.evaluate(batch, View.full().withResolution(4)));
            assertRefused(Kind.DATA, "a batch of 3 images; the session was opened for 2",
                    () -> images.evaluate(RandomModels.images(vit, 3, 6, 1), View.full()));
            batch.labels()[1] = 5;
            assertRefused(Kind.DATA, "label 5 of image 1 of the batch; the classes are 0 to 4", () -> images.evaluate(batch, View.full()));
            assertRefused(Kind.DATA, "a batch of tokens; family vit takes images",
                    () -> images.evaluate(RandomModels.batch(SHAPE, 1, 5, 1), View.full()));
        }
    }

    @Test
    void gatesTheModelDoesNotHave() {
        assertGateRefused("a gate of 2 values at HEADS of layer 0; the model has 6", new GateSite(Axis.HEADS, 0), 2);
        assertGateRefused("a gate at LAYERS of layer 2; the model has layers 0 to 1", new GateSite(Axis.LAYERS, 2), 1);
        session.gates(Gates.none().with(new GateSite(Axis.KV_HEADS, 1), new float[2]));
        ModelState gpt2 = SmallModels.model(Family.GPT2);
        Gates keys = Gates.none().with(new GateSite(Axis.KV_HEADS, 0), new float[2]);
        assertRefused("a gate at KV_HEADS of layer 0; without grouped queries the gate at HEADS covers keys and values",
                () -> session.load(gpt2.withGates(keys)));
        assertThat(session.state().shape()).isEqualTo(SHAPE);
    }

    private void assertGateRefused(String message, GateSite site, int values) {
        Gates gates = Gates.none().with(site, new float[values]);
        assertRefused(message, () -> session.gates(gates));
        assertRefused(message, () -> session.load(state.withGates(gates)));
        assertRefused(message, () -> session.adopt(state.withGates(gates)));
        assertThat(session.state().gates().isEmpty()).isTrue();
    }

    @Test
    void averagesNobodyAskedFor() {
        assertRefused("the state has an average 0.999, the session keeps []; open it with the same averages",
                () -> session.load(new ModelState(SHAPE, state.parameters(), Map.of(), Map.of("0.999", state.parameters()), Gates.none())));
        assertRefused("average slow decays by 1.0 per step; a decay is at least 0 and less than 1",
                () -> engine().open(state, EngineOptions.of(1, 1, 0).withAverages(Map.of("slow", 1.0))));
    }

    @Test
    void optimizersItDoesNotHave() {
        OptimizerSettings lion = SmallModels.ADAMW.withKind("lion");
        assertRefused("the " + suite().name() + " engine has no optimizer lion; it has adamw and muon",
                () -> session.train(List.of(RandomModels.batch(SHAPE, 2, 5, 1)), TrainOptions.of(1e-3, lion)));
        assertThat(session.train(List.of(RandomModels.batch(SHAPE, 2, 5, 1)), SmallModels.step(1e-3)).updated()).isTrue();
    }

    @Test
    void sessionsOfNothing() {
        assertRefused("an engine session of 1 workers and 0 rows; it needs at least 1 row and 0 (one per core) or more workers",
                () -> engine().open(state, EngineOptions.of(1, 0, 0)));
    }

    @Test
    void closedSessions() {
        session.close();
        session.close();
        assertThatThrownBy(() -> session.state()).isInstanceOf(IllegalStateException.class).hasMessage("the session is closed");
    }
}
