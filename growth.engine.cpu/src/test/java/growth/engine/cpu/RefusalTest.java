package growth.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.engine.TrainOptions;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.View;
import growth.api.reference.RandomModels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One clear line for everything the engine cannot do, before anything is changed. */
class RefusalTest {
    private static final ModelShape SHAPE = SmallModels.TIED;
    private final CpuEngine engine = new CpuEngine();
    private ModelState state;
    private EngineSession session;

    @BeforeEach
    void open() {
        state = SmallModels.floats(RandomModels.model(SHAPE, 1));
        session = SmallModels.open(state, 2, 2);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static void assertRefused(GrowthException.Kind kind, String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(GrowthException.class).hasMessage(message)
                .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(kind));
    }

    private void assertBatchRefused(String message, Batch batch, View view) {
        TrainOptions options = new TrainOptions(1e-3, Map.of(), SmallModels.ADAMW, view);
        Batch good = RandomModels.batch(SHAPE, 2, 5, 1);
        assertRefused(GrowthException.Kind.DATA, message, () -> session.train(List.of(good, batch), options));
        assertRefused(GrowthException.Kind.DATA, message, () -> session.evaluate(batch, view));
        assertRefused(GrowthException.Kind.DATA, message, () -> session.logits(batch, view));
        assertRefused(GrowthException.Kind.DATA, message, () -> session.gradients(batch, view));
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
    void batchesWithoutAnyScoredLabel() {
        Batch.Tokens batch = new Batch.Tokens(1, 2, new int[] {1, 2}, new int[] {Batch.IGNORED, Batch.IGNORED});
        assertRefused(GrowthException.Kind.DATA, "no label of the batch is scored; at least one must not be -100",
                () -> session.train(List.of(batch), SmallModels.step(1e-3)));
    }

    @Test
    void viewsItDoesNotHave() {
        assertRefused(GrowthException.Kind.CONFIGURATION, "a view of 25 tokens per sequence does not fit context 24; use 1 to 24",
                () -> engine.check(SHAPE, View.full().withSequence(25)));
        assertRefused(GrowthException.Kind.CONFIGURATION, "the cpu engine does not pool sequences; leave pooling out of the view",
                () -> engine.check(SHAPE, View.full().withPooling(new View.Pooling(View.Pooling.Kind.MEAN, 2))));
        assertRefused(GrowthException.Kind.CONFIGURATION, "family llama has no images; leave resolution out of the view",
                () -> engine.check(SHAPE, View.full().withResolution(32)));
        assertRefused(GrowthException.Kind.CONFIGURATION, "the cpu engine always runs all layers; leave layers out of the view",
                () -> engine.check(SHAPE, View.full().withLayers(List.of(0))));
    }

    @Test
    void familiesItDoesNotHave() {
        ModelShape gpt2 = ModelShape.builder(Family.GPT2).layers(1).hidden(8).heads(2).intermediate(16).vocabulary(10).context(6).build();
        String message = "the cpu engine does not train family gpt2; it trains llama";
        assertRefused(GrowthException.Kind.CONFIGURATION, message, () -> engine.check(gpt2, View.full()));
        assertRefused(GrowthException.Kind.CONFIGURATION, message, () -> engine.memory(gpt2, View.full(), new EngineOptions(1, 1, 0)));
        assertRefused(GrowthException.Kind.CONFIGURATION, message, () -> session.load(RandomModels.model(gpt2, 1)));
        assertThat(session.state().shape()).isEqualTo(SHAPE);
    }

    @Test
    void gatesAveragesAndOtherOptimizers() {
        Gates gates = Gates.none().with(new GateSite(Axis.HEADS, 0), new float[] {1, 1, 1, 1, 1, 0});
        String message = "the cpu engine has no gates; choose an operator that needs none";
        assertRefused(GrowthException.Kind.CONFIGURATION, message, () -> session.gates(gates));
        assertRefused(GrowthException.Kind.CONFIGURATION, message, () -> session.load(state.withGates(gates)));
        session.gates(Gates.none());
        assertRefused(GrowthException.Kind.CONFIGURATION, "the cpu engine keeps no averages of parameters; the state has [0.999]",
                () -> session.load(new ModelState(SHAPE, state.parameters(), Map.of(), Map.of("0.999", state.parameters()), Gates.none())));
        String norm = "model.norm.weight";
        OptimizerState momentum = new OptimizerState(1, Map.of(Slot.MOMENTUM, state.parameters().get(norm)), Optional.empty());
        assertRefused(GrowthException.Kind.CONFIGURATION,
                "the optimizer state of model.norm.weight has a MOMENTUM; the cpu engine's adamw takes first and second moments",
                () -> session.load(new ModelState(SHAPE, state.parameters(), Map.of(norm, momentum), Map.of(), Gates.none())));
        OptimizerSettings muon = new OptimizerSettings("muon", 0.9, 0.95, 1e-8, 0.1, 1);
        assertRefused(GrowthException.Kind.CONFIGURATION, "the cpu engine has no optimizer muon; it has adamw",
                () -> session.train(List.of(RandomModels.batch(SHAPE, 2, 5, 1)), TrainOptions.of(1e-3, muon)));
        assertThat(session.train(List.of(RandomModels.batch(SHAPE, 2, 5, 1)), SmallModels.step(1e-3)).updated()).isTrue();
    }

    @Test
    void averagesAndRegularizationAskedFor() {
        assertRefused(GrowthException.Kind.CONFIGURATION, "the cpu engine keeps no averages of parameters; [slow] were asked for",
                () -> engine.open(state, new EngineOptions(1, 1, 0, Map.of("slow", 0.999))));
        Regularization dropout = new Regularization(0, 0.1, 0, 0, 0);
        assertRefused(GrowthException.Kind.CONFIGURATION,
                "the cpu engine leaves nothing out at random; set dropout, stochastic depth and label smoothing to 0",
                () -> session.train(List.of(RandomModels.batch(SHAPE, 2, 5, 1)),
                        new TrainOptions(1e-3, Map.of(), SmallModels.ADAMW, View.full(), dropout)));
    }

    @Test
    void sessionsOfNothing() {
        assertRefused(GrowthException.Kind.CONFIGURATION,
                "an engine session of 1 workers and 0 rows; it needs at least 1 row and 0 (one per core) or more workers",
                () -> engine.open(state, new EngineOptions(1, 0, 0)));
    }

    @Test
    void closedSessions() {
        session.close();
        session.close();
        assertThatThrownBy(() -> session.state()).isInstanceOf(IllegalStateException.class).hasMessage("the session is closed");
    }
}
