package growth.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.engine.StepResult;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.engine.common.machine.CpuFeatures;
import growth.engine.conformance.SmallModels;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is special to sessions that multiply in bf16; what they share with others is in the conformance test. */
class Bf16Test {
    private static final CpuFeatures WITH = CpuFeatures.ofCpuInfo("flags : sse2 avx avx512_bf16\n");
    private static final CpuFeatures WITHOUT = CpuFeatures.ofCpuInfo("flags : sse2 avx\n");
    private final CpuEngine engine = new CpuEngine();

    @Test
    void isRefusedWithReasons() {
        assertThat(Bf16Support.obstacle(true, true, WITH)).isEmpty();
        assertThat(Bf16Support.obstacle(true, true, CpuFeatures.UNKNOWN)).isEmpty();
        assertThat(Bf16Support.obstacle(true, false, WITHOUT)).contains("this processor has no instructions for bf16, neither AVX512-BF16"
                + " nor AMX, so that f32 is faster on it; choose f32");
        assertThat(Bf16Support.obstacle(true, false, WITH).orElseThrow()).contains("kept from them by ONEDNN_MAX_CPU_ISA; choose f32");
        assertThat(Bf16Support.obstacle(false, false, WITH).orElseThrow())
                .contains("not there, or turned off by GROWTH_ONEDNN; choose f32");
    }

    private static void needsInstructions() {
        assumeTrue(TestBf16.obstacle().isEmpty(), () -> "skipped: " + TestBf16.obstacle().orElseThrow());
    }

    private static EngineOptions options(Placement placement) {
        return EngineOptions.of(2, 4, 0).withAverages(Map.of("0.5", 0.5)).withPlacement(placement);
    }

    /** Eight bits: losses differ, but hardly. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void trainsNearlyAsInSinglePrecision(Family family) {
        needsInstructions();
        ModelState state = SmallModels.model(family);
        try (EngineSession single = engine.open(state, options(Placement.AUTO)); EngineSession half = engine.open(state,
                options(TestBf16.PLACEMENT))) {
            for (int i = 0; i < 5; i++) {
                List<Batch> batches = List.of(RandomModels.any(state.shape(), 4, i), RandomModels.any(state.shape(), 3, i + 10));
                StepResult expected = single.train(batches, SmallModels.step(1e-3));
                StepResult found = half.train(batches, SmallModels.step(1e-3));
                assertThat(found.loss()).isCloseTo(expected.loss(), within(0.01)).isNotEqualTo(expected.loss());
                assertThat(found.gradientNorm()).isCloseTo(expected.gradientNorm(), withinPercentage(3));
            }
        }
    }

    /** Whatever changes the weights, products read them as they are. */
    @Test
    void productsReadTheWeightsOfNow() {
        needsInstructions();
        ModelShape shape = SmallShapes.of(Family.LLAMA);
        Batch batch = RandomModels.any(shape, 4, 3);
        try (EngineSession session = engine.open(SmallModels.model(shape), options(TestBf16.PLACEMENT))) {
            requireOwnLosses(session, batch);
            for (int i = 0; i < 2; i++) {
                session.train(List.of(batch, batch), SmallModels.step(0.05));
                requireOwnLosses(session, batch);
            }
            session.gradients(SmallModels.floats(RandomModels.model(shape, 7)), batch, View.full());
            requireOwnLosses(session, batch);
            session.load(SmallModels.floats(RandomModels.model(shape, 8)));
            requireOwnLosses(session, batch);
            session.adopt(SmallModels.floats(RandomModels.model(shape, 9)));
            requireOwnLosses(session, batch);
        }
    }

    /** Parameters and average lose what they do in sessions that have never seen others. */
    private void requireOwnLosses(EngineSession session, Batch batch) {
        ModelState now = session.state().copy();
        ModelState average = ModelState.of(now.shape(), now.averages().get("0.5"));
        assertThat(session.evaluate("0.5", batch, View.full()).loss()).isEqualTo(fresh(average, batch));
        assertThat(session.evaluate(batch, View.full()).loss()).isEqualTo(fresh(now, batch));
    }

    private double fresh(ModelState state, Batch batch) {
        try (EngineSession session = engine.open(state, options(TestBf16.PLACEMENT))) {
            return session.evaluate(batch, View.full()).loss();
        }
    }

    /** What the backward pass computes again has its rounded copies, too. */
    @ParameterizedTest
    @EnumSource(names = {"LLAMA", "BERT"})
    void whatIsComputedAgainChangesNoBit(Family family) {
        needsInstructions();
        ModelState start = SmallModels.model(family);
        Map<String, INDArray> expected = trained(start, Recompute.NONE);
        assertThat(SmallModels.same(trained(start, Recompute.ATTENTION), expected)).isTrue();
        assertThat(SmallModels.same(trained(start, Recompute.BLOCK), expected)).isTrue();
    }

    private Map<String, INDArray> trained(ModelState start, Recompute recompute) {
        List<Batch> batches = List.of(RandomModels.any(start.shape(), 4, 2), RandomModels.any(start.shape(), 3, 3));
        try (EngineSession session = engine.open(start, options(TestBf16.PLACEMENT).withRecompute(recompute))) {
            session.train(batches, SmallModels.step(0.01));
            session.train(batches, SmallModels.step(0.01));
            return session.state().copy().parameters();
        }
    }

    /** Weights and operands twice: as they are and in half the bytes. */
    @Test
    void takesALittleMoreMemory() {
        needsInstructions();
        for (Family family : Family.values()) {
            ModelShape shape = SmallShapes.of(family).toBuilder().layers(12).build();
            for (Recompute recompute : Recompute.values()) {
                long single = engine.memory(shape, View.full(), options(Placement.AUTO).withRecompute(recompute), 1);
                long half = engine.memory(shape, View.full(), options(TestBf16.PLACEMENT).withRecompute(recompute), 1);
                assertThat(half).as(family + ", " + recompute).isBetween(single + 2 * shape.parameterCount(), (long) (1.35 * single));
            }
        }
    }

    @Test
    void theProductsThatAreMeasuredAreInItsFormat() {
        needsInstructions();
        assertThat(engine.peak(1, engine.resolve(TestBf16.PLACEMENT)).flops()).isGreaterThan(1e8);
    }
}
