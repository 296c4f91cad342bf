package growth.ops.lossless;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.algebra.IndexMap;
import growth.api.algebra.Lines;
import growth.api.algebra.NewEntries;
import growth.api.model.Dimension.Flow;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New parameters have a gradient at the first step, or at the second. */
class NewEntriesAliveTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        net2net         |              | layers=4
        lemon           |              | hidden=12,heads=6,intermediate=9,layers=3
        lemon           | inner=silent | heads=6,intermediate=9
        lemon           | inner=silent | hidden=12,heads=6,kv-heads=3,intermediate=9
        block-expansion |              | layers=4
        staged          |              | layers=4
        """)
    void afterOneStepOfDescentNothingNewIsDead(String name, String options, String to) {
        Grown result = grow(name, options, Given.shape("llama", null), to);
        NewEntries entries = NewEntries.of(result.map());
        ModelState stepped = Measured.stepped(result.state(), 0.1);
        Map<String, double[]> second = Measured.gradients(stepped);
        assertThat(entries.names()).isNotEmpty();
        assertThat(entries.dead(Measured.arrays(stepped, second))).isEmpty();
        assertThat(entries.gradientNorm(Measured.arrays(result.state(), Measured.gradients(result.state())))).isGreaterThan(1e-4);
    }

    @ParameterizedTest
    @CsvSource({"gpt2, circular", "gpt2, silent", "vit, circular"})
    void newCoordinatesUnderLayerNormAreAlive(String family, String inner) {
        Grown result = grow("lemon", "std=0.3,inner=" + inner, Given.shape(family, null), "hidden=12,intermediate=9");
        Map<String, double[]> second = Measured.gradients(Measured.stepped(result.state(), 0.1));
        for (ParameterSpec spec : ParameterLayout.of(result.map().to()).parameters()) {
            for (Flow flow : Flow.values()) {
                Lines.growing(spec, result.map(), flow).filter(lines -> fills(lines.map())).ifPresent(lines ->
                        assertThat(largest(second.get(spec.name()), lines)).as(spec.name() + " " + flow).isGreaterThan(1e-6));
            }
        }
    }

    @Test
    void everyEntryOffTheDiagonalOfStagedHasAGradientAtOnce() {
        Grown result = grow("staged", null, Given.shape("llama", null), "hidden=16,intermediate=12");
        Map<String, double[]> first = Measured.gradients(result.state());
        for (String tensor : new String[] {"self_attn.q_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.down_proj"}) {
            String name = "model.layers.1." + tensor + ".weight";
            double[] weights = Measured.values(result.state().parameters().get(name));
            for (int i = 0; i < weights.length; i++) {
                assertThat(first.get(name)[i]).as(name + "[" + i + "]").isNotZero();
            }
            assertThat(Arrays.stream(weights).filter(w -> w == 0).count()).isEqualTo(weights.length / 2);
        }
    }

    private static Grown grow(String name, String options, ModelShape from, String to) {
        return Measured.grow(Given.operator(name), options, Measured.model(from), Given.grown(from, to), OptimizerStatePolicy.RESET);
    }

    private static boolean fills(IndexMap map) {
        return Arrays.stream(map.source()).anyMatch(s -> s == IndexMap.NEW);
    }

    /** The largest gradient of an entry whose index is new. */
    private static double largest(double[] gradient, Lines lines) {
        int[] source = lines.map().source();
        double max = 0;
        for (int i = 0; i < gradient.length; i++) {
            max = source[lines.at(i)] == IndexMap.NEW ? Math.max(max, Math.abs(gradient[i])) : max;
        }
        return max;
    }
}
