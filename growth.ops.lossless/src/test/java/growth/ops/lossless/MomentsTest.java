package growth.ops.lossless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.operator.GrowthOperator;
import growth.api.operator.OptimizerStatePolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What growths do to Adam's moments, against the gradients of the grown model (growth-methods 1.6). */
class MomentsTest {

    /** Gradients of llama are analytic, those of the others central differences. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        net2net    |               | llama | tied                | hidden=16,heads=10,kv-heads=5,intermediate=17
        net2net    | shares=uneven | llama | heads=4,kv-heads=2  | heads=10,intermediate=13
        net2net    | shares=uneven | llama | heads=4,kv-heads=4  | hidden=24,heads=7,intermediate=7
        net2net    | shares=uneven | gpt2  |                     | hidden=16,intermediate=9
        aki        | fpi=true      | llama | tied,heads=4,kv-heads=1 | hidden=16,heads=5,kv-heads=1,intermediate=13
        aki        | fpi=true      | bert  |                     | hidden=16,intermediate=9
        hyperclone |               | llama |                     | hidden=24,intermediate=12
        hyperclone |               | llama | tied,heads=4,kv-heads=1 | hidden=16,heads=12,kv-heads=1
        hyperclone |               | gpt2  |                     | hidden=16,heads=2,head-size=8
        hyperclone |               | vit   |                     | hidden=16,intermediate=12
        lemon      | shares=even   | llama | tied                | hidden=12,heads=6,intermediate=9
        lemon      | shares=even   | llama |                     | hidden=20,heads=6,intermediate=9
        lemon      |               | llama | heads=4,kv-heads=4  | heads=6,intermediate=9
        lemon      | shares=even,inner=silent | llama | tied     | hidden=13,heads=6,kv-heads=3,intermediate=9
        lemon      | shares=even   | gpt2  |                     | hidden=16,intermediate=9
        staged     |               | llama | tied                | hidden=16,intermediate=12
        staged     |               | llama | heads=4,kv-heads=1  | hidden=16,heads=8,kv-heads=2,intermediate=12
        staged     |               | gpt2  |                     | hidden=16,intermediate=12
        """)
    void scaledMomentsAreTheGrownModelsOwnGradients(String name, String options, String family, String from, String to) {
        ModelState before = Measured.withMoments(Measured.model(Given.shape(family, from)));
        ModelState after = Measured.grow(Given.operator(name), options, before, Given.grown(before.shape(), to),
                OptimizerStatePolicy.SCALED).state();
        Map<String, double[]> truth = Measured.gradients(after);
        double tolerance = before.shape().family() == Family.LLAMA ? 1e-12 : 1e-8;
        after.optimizer().forEach((tensor, state) -> {
            double[] born = born(state, truth.get(tensor).length);
            double[] first = Measured.values(state.slots().get(Slot.FIRST_MOMENT));
            double[] second = Measured.values(state.slots().get(Slot.SECOND_MOMENT));
            for (int i = 0; i < first.length; i++) {
                double own = born[i] == 0 ? truth.get(tensor)[i] : 0;
                assertThat(first[i]).as(tensor + "[" + i + "]").isCloseTo(own, within(tolerance));
                assertThat(second[i]).as(tensor + "[" + i + "]").isCloseTo(own * own, within(tolerance));
            }
            assertThat(state.steps()).isEqualTo(10);
        });
        assertThat(after.optimizer()).isNotEmpty();
    }

    /** Norms divide the gradient of the stream among uneven copies, and beside means, in another way than the rule does. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        lemon | shares=even | gpt2  |      | hidden=12,heads=3,intermediate=9
        lemon | shares=even | vit   |      | hidden=20,intermediate=9
        lemon |             | llama | tied | hidden=16
        """)
    void onlyWhatWritesTheStreamIsNotExact(String name, String options, String family, String from, String to) {
        ModelState before = Measured.withMoments(Measured.model(Given.shape(family, from)));
        ModelState after = Measured.grow(Given.operator(name), options, before, Given.grown(before.shape(), to),
                OptimizerStatePolicy.SCALED).state();
        Map<String, double[]> truth = Measured.gradients(after);
        double exact = before.shape().family() == Family.LLAMA ? 1e-12 : 1e-8;
        double farthest = 0;
        for (ParameterSpec spec : ParameterLayout.of(after.shape()).parameters()) {
            OptimizerState state = after.optimizer().get(spec.name());
            double[] gradient = truth.get(spec.name());
            double[] born = born(state, gradient.length);
            double[] first = Measured.values(state.slots().get(Slot.FIRST_MOMENT));
            double difference = 0;
            double length = 0;
            for (int i = 0; i < first.length; i++) {
                difference += born[i] == 0 ? (first[i] - gradient[i]) * (first[i] - gradient[i]) : 0;
                length += born[i] == 0 ? gradient[i] * gradient[i] : 0;
            }
            boolean writes = spec.role().embeds() || spec.role().writesResidual();
            assertThat(Math.sqrt(difference)).as(spec.name()).isLessThan(writes ? 0.5 * Math.sqrt(length) : exact * first.length);
            farthest = Math.max(farthest, Math.sqrt(difference / length));
        }
        assertThat(farthest).as("not exact everywhere").isGreaterThan(0.01);
    }

    @Test
    void offTheDiagonalNothingIsRememberedUnderStaged() {
        ModelState before = Measured.withMoments(Measured.model(Given.shape("llama", null)));
        ModelState after = Measured.grow(Given.operator("staged"), null, before, Given.grown(before.shape(), "hidden=16,intermediate=12"),
                OptimizerStatePolicy.SCALED).state();
        OptimizerState state = after.optimizer().get("model.layers.0.mlp.up_proj.weight");
        double[] born = born(state, 16 * 12);
        double[] old = Measured.values(before.optimizer().get("model.layers.0.mlp.up_proj.weight").slots().get(Slot.FIRST_MOMENT));
        double[] moments = Measured.values(state.slots().get(Slot.FIRST_MOMENT));
        double[] second = Measured.values(state.slots().get(Slot.SECOND_MOMENT));
        double[] weights = Measured.values(after.parameters().get("model.layers.0.mlp.up_proj.weight"));
        double[] oldWeights = Measured.values(before.parameters().get("model.layers.0.mlp.up_proj.weight"));
        for (int i = 0; i < born.length; i++) {
            int source = i / 16 % 6 * 8 + i % 8;
            boolean diagonal = i / 16 / 6 == i % 16 / 8;
            assertThat(born[i]).isEqualTo(diagonal ? 0 : 10);
            assertThat(weights[i]).isEqualTo(diagonal ? oldWeights[source] : 0);
            assertThat(moments[i]).isCloseTo(diagonal ? old[source] / 2 : 0, within(1e-16));
            assertThat(second[i]).isCloseTo(diagonal ? old[source] * old[source] / 4 : 0, within(1e-16));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPolicyFollowsTwoGrowths(OptimizerStatePolicy policy) {
        for (GrowthOperator operator : Given.operators()) {
            String name = operator.card().card().name();
            String first = name.equals("block-expansion") ? "layers=4" : "hidden=16,intermediate=12";
            String second = name.equals("block-expansion") ? "layers=8" : "hidden=32,intermediate=24";
            ModelState before = Measured.withMoments(Measured.model(Given.shape("llama", null)));
            ModelState once = Measured.grow(operator, null, before, Given.grown(before.shape(), first), policy).state();
            ModelState twice = Measured.grow(operator, null, once, Given.grown(once.shape(), second), policy).state();
            twice.optimizer().forEach((tensor, state) -> {
                long[] shape = twice.parameters().get(tensor).shape();
                state.slots().values().forEach(slot -> assertThat(slot.shape()).isEqualTo(shape));
                state.born().ifPresent(born -> {
                    assertThat(born.shape()).isEqualTo(shape);
                    assertThat(Measured.values(born)).as(name + " " + tensor).containsOnly(0, 10);
                });
                assertThat(state.steps()).isEqualTo(10);
            });
            assertThat(twice.optimizer().isEmpty()).as(name).isEqualTo(policy == OptimizerStatePolicy.RESET);
        }
    }

    @Test
    void averagesGrowAsParametersDo() {
        for (GrowthOperator operator : Given.operators()) {
            String name = operator.card().card().name();
            ModelState plain = Measured.model(Given.shape("gpt2", null));
            ModelState before = new ModelState(plain.shape(), plain.parameters(), Map.of(), Map.of("0.99", plain.parameters()),
                    plain.gates());
            String to = name.equals("block-expansion") ? "layers=4" : "hidden=16,intermediate=12,layers=4";
            String options = name.equals("hyperclone") ? "snr=5" : null;
            ModelShape target = Given.grown(before.shape(), name.equals("hyperclone") ? "hidden=16,intermediate=12" : to);
            ModelState after = Measured.grow(operator, options, before, target, OptimizerStatePolicy.RESET).state();
            after.averages().get("0.99").forEach((tensor, values) -> assertThat(Measured.values(values)).as(name + " " + tensor)
                    .containsExactly(Measured.values(after.parameters().get(tensor))));
        }
    }

    private static double[] born(OptimizerState state, int size) {
        return state.born().map(Measured::values).orElse(new double[size]);
    }
}
