package growth.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.Decoder;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import growth.engine.conformance.Numbers;
import growth.engine.conformance.SmallModels;
import growth.engine.cpu.kernels.PlainKernels;
import growth.engine.cpu.memory.FloatMemory;
import growth.reference.RandomModels;
import growth.reference.ReferenceLlama;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The engine with kernels of its plain Java: what they compute, and how often they are asked. */
class PlainKernelsTest {
    @Test
    void plainKernelsComputeTheSame() {
        ModelState state = SmallModels.floats(RandomModels.model(SmallModels.LONG, 1));
        Batch.Tokens batch = RandomModels.batch(SmallModels.LONG, 2, 99, 2);
        ReferenceLlama.Gradients expected = ReferenceLlama.of(state).gradients(batch);
        CpuEngine plain = new CpuEngine(PlainKernels::new);
        try (EngineSession session = plain.open(state, EngineOptions.of(2, 2, 0))) {
            Gradients gradients = session.gradients(batch, View.full());
            assertThat(gradients.loss()).isCloseTo(expected.loss(), within(1e-5));
            gradients.values().forEach((name, value) ->
                    assertThat(Numbers.relativeError(Numbers.doubles(value), expected.values().get(name))).as(name).isLessThan(2e-5));
        }
    }

    @Test
    void aTokenCostsOnePositionHoweverLongTheText() {
        AtomicInteger computed = new AtomicInteger();
        ModelState state = SmallModels.model(SmallModels.LONG);
        try (EngineSession session = new CpuEngine(() -> new CountingKernels(computed)).open(state, EngineOptions.of(2, 1, 0));
                Decoder decoder = session.decoder(1, 150)) {
            decoder.read(new int[][] {Arrays.copyOf(RandomModels.batch(SmallModels.LONG, 1, 140, 1).inputs(), 140)});
            assertThat(computed.getAndSet(0)).isEqualTo(140 * SmallModels.LONG.layers());
            decoder.read(new int[][] {{7}});
            assertThat(computed.get()).isEqualTo(SmallModels.LONG.layers());
        }
    }

    /** Counts the rows whose MLP is computed. */
    private static final class CountingKernels extends PlainKernels {
        private final AtomicInteger computed;

        CountingKernels(AtomicInteger computed) {
            this.computed = computed;
        }

        @Override
        public void swiGlu(FloatMemory memory, long gateUp, long out, int n) {
            computed.incrementAndGet();
            super.swiGlu(memory, gateUp, out, n);
        }
    }
}
