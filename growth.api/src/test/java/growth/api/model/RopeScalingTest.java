package growth.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.model.RopeScaling.Linear;
import growth.api.model.RopeScaling.Llama3;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RopeScalingTest {

    /** The inverse frequencies of transformers 5.18 (ROPE_INIT_FUNCTIONS, float32) for heads of 16. */
    @Test
    void frequenciesAreThoseOfTransformers() {
        assertFrequencies(new Llama3(8, 1, 4, 8192), 500000, 1, 0.193922758, 0.0376060307, 0.00729266508, 0.000524846022, 3.42810235e-05,
                6.64786967e-06, 1.28917316e-06);
        assertFrequencies(new Llama3(32, 1, 4, 256), 500000, 1, 0.193922758, 0.00763810938, 0.000227895784, 4.41941702e-05, 8.57025589e-06,
                1.66196742e-06, 3.22293289e-07);
        assertFrequencies(new Linear(4), 10000, 0.25, 0.079056941, 0.0250000004, 0.00790569466, 0.00249999994, 0.000790569466,
                0.000250000012, 7.90569466e-05);
    }

    private static void assertFrequencies(RopeScaling scaling, double theta, double... expected) {
        double[] frequencies = IntStream.range(0, 8).mapToDouble(i -> scaling.scaled(Math.pow(theta, -i / 8.0))).toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat(frequencies[i]).isCloseTo(expected[i], within(1e-6 * expected[i]));
        }
    }

    @Test
    void belongsToTheShapeOfLlamaAlone() {
        ModelShape llama = ModelShape.builder(Family.LLAMA).layers(1).hidden(8).heads(2).intermediate(8).vocabulary(9).context(16)
                .ropeScaling(new Llama3(8, 1, 4, 8)).build();
        assertThat(llama.toBuilder().layers(2).build().ropeScaling()).contains(new Llama3(8, 1, 4, 8));
        assertThat(llama).hasToString("llama 1L 8H 2h/2kv×4 f8 V9 T16 rope llama3×8");
        assertThat(llama).isNotEqualTo(llama.toBuilder().ropeScaling(new Linear(8)).build());
        assertThatThrownBy(() -> ModelShape.builder(Family.GPT2).layers(1).hidden(8).heads(2).intermediate(8).vocabulary(9).context(16)
                .ropeScaling(new Linear(2)).build()).isInstanceOf(GrowthException.class).hasMessageContaining("gpt2 has no rope-scaling");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertRefused("factor must be at least 1, not 0.5", () -> new Linear(0.5));
        assertRefused("factor must be at least 1, not NaN", () -> new Llama3(Double.NaN, 1, 4, 8192));
        assertRefused("low-freq-factor must be positive and less than high-freq-factor, not 4.0 and 4.0", () -> new Llama3(8, 4, 4, 8192));
        assertRefused("original-context must be at least 1, not 0", () -> new Llama3(8, 1, 4, 0));
    }

    private static void assertRefused(String message, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(GrowthException.class).hasMessage("rope-scaling: " + message);
    }
}
