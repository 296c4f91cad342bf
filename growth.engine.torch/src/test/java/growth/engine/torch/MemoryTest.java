package growth.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.engine.Device;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.api.engine.StepResult;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.engine.conformance.SmallModels;
import growth.engine.torch.aten.Libtorch;
import growth.engine.torch.aten.TestTorch;
import growth.reference.RandomModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a session takes is what is said of it, and having too little is no end. */
class MemoryTest {
    private static final ModelShape SHAPE = ModelShape.builder(Family.LLAMA).layers(4).hidden(128).heads(4).kvHeads(2).intermediate(384)
            .vocabulary(500).context(256).build();
    private static final int ROWS = 16;
    private static final double KIB = 1024;

    @BeforeAll
    static void needsLibtorch() {
        TestTorch.libtorch();
    }

    private static EngineOptions options() {
        return EngineOptions.of(1, ROWS, 0).withPlacement(Placement.AUTO.withDevice(Device.CPU));
    }

    private static MemoryEstimate estimate(EngineOptions options) {
        return MemoryEstimate.of(SHAPE, View.full(), options, 1);
    }

    /** The peak of the process above what it had before the step, as Linux counts pages. */
    @ParameterizedTest
    @EnumSource(Recompute.class)
    void activationsTakeWhatIsEstimated(Recompute recompute) throws IOException {
        EngineOptions options = options().withRecompute(recompute);
        try (EngineSession session = Engines.onTheCpu().open(SmallModels.model(SHAPE), options)) {
            session.train(List.of(RandomModels.batch(SHAPE, 1, 8, 1)), SmallModels.step(1e-3));
            Batch batch = RandomModels.batch(SHAPE, ROWS, SHAPE.context(), 2);
            forgetPeak();
            double before = kibibytes("VmRSS");
            session.train(List.of(batch), SmallModels.step(1e-3));
            double taken = (kibibytes("VmHWM") - before) * KIB;
            MemoryEstimate estimate = estimate(options);
            assertThat((estimate.activations() + estimate.logits()) / taken).as(recompute + " takes " + taken / KIB / KIB + " MB")
                    .isBetween(0.75, 1.4);
        }
    }

    /** Gives back what the allocator keeps, so that nothing is found again, and begins anew to look for the peak. */
    private static void forgetPeak() {
        NativeLibrary.getProcess().getFunction("malloc_trim").invokeInt(new Object[] {0L});
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException e) {
            assumeTrue(false, "the system does not forget the peak of a process");
        }
    }

    private static double kibibytes(String what) throws IOException {
        Matcher value = Pattern.compile(what + ":\\s+(\\d+) kB").matcher(Files.readString(Path.of("/proc/self/status")));
        assertThat(value.find()).isTrue();
        return Double.parseDouble(value.group(1));
    }

    @Test
    void theEstimateKnowsWhatMakesItLess() {
        MemoryEstimate all = estimate(options());
        // parameters, gradients and two moments in single precision; an average is one more
        assertThat(all.model()).isEqualTo(16 * SHAPE.parameterCount());
        assertThat(estimate(options().withAverages(Map.of("0.9", 0.9))).model()).isEqualTo(20 * SHAPE.parameterCount());
        MemoryEstimate attention = estimate(options().withRecompute(Recompute.ATTENTION));
        MemoryEstimate block = estimate(options().withRecompute(Recompute.BLOCK));
        MemoryEstimate halves = estimate(options().withPlacement(options().placement().withPrecision(Precision.BF16)));
        assertThat(attention.activations()).isLessThan(all.activations());
        assertThat(block.activations()).isLessThan((long) (0.6 * attention.activations()));
        assertThat(halves.activations()).isLessThan((long) (0.8 * all.activations()));
        assertThat(MemoryEstimate.of(SHAPE, View.full().withLayers(List.of(3)), options(), 1).activations())
                .isLessThan((long) (0.5 * all.activations()));
        assertThat(estimate(options().withPlacement(options().placement().withDevice(Device.cuda(0)))).library())
                .isGreaterThan(all.library());
        assertThat(new TorchEngine().memory(SHAPE, View.full(), options(), 1)).isEqualTo(all.total());
    }

    /** 2·10⁶ tokens, 2¹⁷ pre-activations each: a terabyte. */
    @Test
    void withTooLittleMemoryTheSessionStaysAsItWas() {
        ModelShape wide = ModelShape.builder(Family.LLAMA).layers(1).hidden(8).heads(1).intermediate(1 << 16).vocabulary(50).context(50)
                .build();
        ModelState state = SmallModels.model(wide);
        Batch small = RandomModels.batch(wide, 2, 5, 1);
        int[] tokens = new int[40_000 * 50];
        EngineOptions options = EngineOptions.of(1, 40_000, 0);
        try (TorchSession session = (TorchSession) Engines.onTheCpu().open(state, options);
                EngineSession other = Engines.onTheCpu().open(state, options)) {
            session.train(List.of(small), SmallModels.step(1e-3));
            other.train(List.of(small), SmallModels.step(1e-3));
            long live = session.aten().live();
            assertThatThrownBy(() -> session.train(List.of(new Batch.Tokens(40_000, 50, tokens, tokens)), SmallModels.step(1e-3)))
                    .isInstanceOf(GrowthException.class).satisfies(MemoryTest::assertWords);
            assertThat(session.aten().live()).isEqualTo(live);
            assertThat(SmallModels.same(session.state().parameters(), other.state().parameters())).isTrue();
            StepResult expected = other.train(List.of(small), SmallModels.step(1e-3));
            assertThat(session.train(List.of(small), SmallModels.step(1e-3))).isEqualTo(expected);
        }
    }

    /** libtorch tells its reasons since 2.13; before, it prints them. */
    private static void assertWords(Throwable refusal) {
        if (!Libtorch.load(Optional.empty()).version().startsWith("2.10")) {
            assertThat(refusal).hasMessageMatching("out of memory on cpu: a session of 40000 rows takes about [0-9.]+ TB \\([0-9.]+ MB for"
                    + " the model, [0-9.]+ TB for a batch\\); raise training.accumulation, so that fewer rows are computed at once, or set"
                    + " training.recompute: block, or set engine.precision: bf16, or make the model or its context smaller");
            assertThat(((GrowthException) refusal).kind()).isEqualTo(GrowthException.Kind.CONFIGURATION);
        }
    }
}
