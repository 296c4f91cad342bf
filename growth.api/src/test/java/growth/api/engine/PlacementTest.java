package growth.api.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {
    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "cuda", "cuda:0", "cuda:17"})
    void writesTheDeviceThatItReads(String text) {
        assertThat(Device.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "CPU", "cuda:", "cuda:-1", "cuda:1x", "cpu:0", "cuda:12345", " cuda"})
    void refusesOtherDevicesInOneLine(String text) {
        assertThatThrownBy(() -> Device.parse(text)).isInstanceOfSatisfying(GrowthException.class,
                e -> assertThat(e.kind()).isEqualTo(GrowthException.Kind.CONFIGURATION))
                .hasMessage("'" + text + "' is not a device; write auto, cpu, cuda or, for the second GPU, cuda:1");
    }

    @Test
    void aDeviceHasTheNumberOfAGpuAlone() {
        assertThat(Device.cuda(1).host()).isFalse();
        assertThat(Device.CPU.host()).isTrue();
        assertThatThrownBy(() -> new Device(Device.Kind.CPU, Device.cuda(1).index())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void optionsKeepTheirPlacementWhateverElseChanges() {
        Placement second = Placement.AUTO.withDevice(Device.cuda(1)).withPrecision(Precision.BF16).withLibrary(Optional.of("lib"));
        EngineOptions options = EngineOptions.of(1, 2, 3).withPlacement(second);
        assertThat(options.withWorkers(4).withAverages(Map.of("0.9", 0.9)).withRecompute(Recompute.BLOCK).placement()).isEqualTo(second);
        assertThat(second).hasToString("cuda:1, bf16");
        assertThat(new EngineOptions(1, 2, 3, Map.of(), Recompute.NONE).placement()).isEqualTo(Placement.AUTO);
    }

    @Test
    void anEngineThatSaysNothingElseComputesOnTheCpuInSinglePrecision() {
        Engine plain = new Plain();
        assertThat(plain.obstacle(Placement.AUTO)).isEmpty();
        assertThat(plain.resolve(Placement.AUTO)).hasToString("cpu, f32");
        assertThat(plain.deviceMemory(plain.resolve(Placement.AUTO))).isEmpty();
        assertThat(plain.peak(1, plain.resolve(Placement.AUTO)).flops()).isEqualTo(5);
        assertThat(plain.description(plain.resolve(Placement.AUTO))).containsEntry("name", "plain");
        assertThat(plain.registerPeak(1, plain.resolve(Placement.AUTO))).isEmpty();
        assertThat(plain.surroundings(plain.resolve(Placement.AUTO))).isEqualTo(Engine.Surroundings.NONE);
    }

    @Test
    void suchAnEngineRefusesWhatItDoesNotKnowByTheKeyAtFault() {
        refuses(Placement.AUTO.withDevice(Device.cuda(7)), "device", "on the cpu alone, not on cuda:7");
        refuses(Placement.AUTO.withPrecision(Precision.BF16), "precision", "in f32 alone, not in bf16");
        refuses(Placement.AUTO.withLibrary(Optional.of("/lib")), "library", "leave library out");
    }

    private static void refuses(Placement placement, String key, String words) {
        assertThatThrownBy(() -> new Plain().resolve(placement)).isInstanceOfSatisfying(GrowthException.class, e -> {
            assertThat(e.kind()).isEqualTo(GrowthException.Kind.CONFIGURATION);
            assertThat(e.key()).contains(key);
        }).hasMessageContaining(words);
    }

    /** An engine that was written before there were placements. */
    private static final class Plain implements Engine {
        @Override
        public void check(ModelShape shape, View view) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineSession open(ModelState state, EngineOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long memory(ModelShape shape, View view, EngineOptions options, double scoredShare) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int defaultWorkers() {
            return 1;
        }

        @Override
        public Peak peak(int workers) {
            return new Peak(5, 1);
        }

        @Override
        public Map<String, String> description() {
            return Map.of("name", "plain");
        }
    }
}
