package growth.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.engine.Device;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.api.engine.StepResult;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.engine.conformance.SmallModels;
import growth.engine.torch.aten.Libtorch;
import growth.engine.torch.aten.TestTorch;
import growth.reference.RandomModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TorchEngineTest {
    private static final Placement CPU = Placement.AUTO.withDevice(Device.CPU);
    private final TorchEngine engine = new TorchEngine();

    @BeforeAll
    static void needsLibtorch() {
        TestTorch.libtorch();
    }

    @Test
    void aDeviceThatIsNotThereIsRefusedAndAutoFindsOne() {
        Libtorch libtorch = TestTorch.libtorch();
        assumeTrue(libtorch.cuda().isEmpty(), "this libtorch is one for GPUs");
        assertThat(engine.resolve(Placement.AUTO)).isEqualTo(CPU);
        assertThat(engine.resolve(Placement.AUTO.withPrecision(Precision.BF16))).isEqualTo(CPU.withPrecision(Precision.BF16));
        assertThatThrownBy(() -> engine.resolve(Placement.AUTO.withDevice(Device.cuda(1)))).isInstanceOfSatisfying(GrowthException.class,
                e -> assertThat(e.key()).contains("device")).hasMessageContaining("libtorch " + libtorch.version() + " of "
                + libtorch.installation().folder() + " computes on the cpu alone, not on cuda:1; choose cpu, or name a PyTorch for CUDA");
        assertThat(engine.deviceMemory(CPU)).isEmpty();
    }

    @Test
    void withoutTheLibraryItSaysWhatToInstall() {
        assertThat(engine.obstacle(Placement.AUTO)).isEmpty();
        assertThat(engine.obstacle(Placement.AUTO.withLibrary(Optional.of("/nowhere"))).orElseThrow())
                .startsWith("engine.library names /nowhere, which is not there; install PyTorch 2.10 or later").doesNotContain("\n");
    }

    @Test
    void itIsMeasuredAndDescribed() {
        Engine.Peak single = engine.peak(1, CPU);
        assertThat(single.flops()).isGreaterThan(1e8);
        assertThat(single.trainingFlops()).isBetween(0.4 * single.flops(), 0.6 * single.flops());
        assertThat(engine.peak(1, CPU.withPrecision(Precision.BF16)).flops()).isGreaterThan(1e8);
        assertThat(engine.description(CPU)).containsKeys("libtorch", "blas", "algorithms");
        assertThat(engine.surroundings(CPU).facts()).containsKeys("vectors", "bf16");
        assertThat(engine.description()).containsKeys("libtorch folder", "interface", "gpus");
        assertThat(engine.description().get("interface")).matches("stable C ABI 2\\.\\d+");
    }

    /** Matrices that libtorch shares out between threads. */
    @Test
    void theSameThreadsGiveTheSameBitsAndOthersTheSameNumbers() {
        ModelShape shape = ModelShape.builder(Family.LLAMA).layers(2).hidden(128).heads(4).intermediate(384).vocabulary(500).context(64)
                .build();
        List<StepResult> two = steps(shape, 2);
        assertThat(steps(shape, 2)).isEqualTo(two);
        List<StepResult> one = steps(shape, 1);
        for (int i = 0; i < one.size(); i++) {
            assertThat(one.get(i).loss()).isCloseTo(two.get(i).loss(), within(1e-5));
        }
    }

    /** bfloat16 has 8 bits: losses differ, but hardly. */
    @Test
    void halfPrecisionTrainsNearlyTheSame() {
        List<StepResult> single = steps(SmallModels.TIED, EngineOptions.of(1, 8, 0));
        List<StepResult> half = steps(SmallModels.TIED, EngineOptions.of(1, 8, 0).withPlacement(CPU.withPrecision(Precision.BF16)));
        for (int i = 0; i < single.size(); i++) {
            assertThat(half.get(i).loss()).isCloseTo(single.get(i).loss(), within(0.02)).isNotEqualTo(single.get(i).loss());
            assertThat(half.get(i).gradientNorm()).isCloseTo(single.get(i).gradientNorm(), withinPercentage(3));
        }
    }

    private static List<StepResult> steps(ModelShape shape, int workers) {
        return steps(shape, EngineOptions.of(workers, 8, 0));
    }

    private static List<StepResult> steps(ModelShape shape, EngineOptions options) {
        List<StepResult> results = new ArrayList<>();
        try (EngineSession session = Engines.onTheCpu().open(SmallModels.model(shape), options)) {
            for (int i = 0; i < 3; i++) {
                Batch batch = RandomModels.batch(shape, 8, Math.min(64, shape.context()), i);
                results.add(session.train(List.of(batch), SmallModels.step(1e-3)));
            }
        }
        return results;
    }
}
