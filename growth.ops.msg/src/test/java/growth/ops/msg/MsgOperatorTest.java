package growth.ops.msg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.operator.GateRamp;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MsgOperatorTest {
    private static final GateSite STREAM = new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER);
    private final ModelShape llama = SmallShapes.of(Family.LLAMA);

    @Test
    void newWeightsAreNormalGainsOneAndBiasesZero() {
        ModelShape from = SmallShapes.of(Family.GPT2);
        ModelShape to = from.toBuilder().hidden(256).heads(64).build();
        ModelState grown = Msg.grow(RandomModels.model(from, 3), to, Msg.options()).state();
        double[] values = values(grown, "transformer.h.1.attn.c_proj.weight");
        double[] fresh = Arrays.copyOfRange(values, 8 * 256, values.length);
        assertThat(Math.sqrt(Arrays.stream(fresh).map(x -> x * x).average().orElseThrow())).isCloseTo(0.02, within(2e-4));
        assertThat(Arrays.stream(fresh).average().orElseThrow()).isCloseTo(0, within(4e-4));
        assertThat(Arrays.stream(values(grown, "transformer.ln_f.weight")).skip(8)).containsOnly(1.0);
        assertThat(Arrays.stream(values(grown, "transformer.ln_f.bias")).skip(8)).containsOnly(0.0);
    }

    @Test
    void newLayersStandOnTopInTheReleasedOrder() {
        assertThat(layers(2, 5, "copy", "stack")).isEqualTo(LayerMap.of(2, 0, 1, 0, 1, 1));
        assertThat(layers(3, 6, "copy", "stack")).isEqualTo(LayerMap.of(3, 0, 1, 2, 0, 1, 2));
        assertThat(layers(2, 5, "copy", "interpolate")).isEqualTo(LayerMap.of(2, 0, 0, 0, 1, 1));
        assertThat(layers(2, 5, "random", "stack")).isEqualTo(LayerMap.of(2, 0, 1, IndexMap.NEW, IndexMap.NEW, IndexMap.NEW));
        assertThat(layers(2, 5, "random", "interpolate")).isEqualTo(LayerMap.of(2, 0, IndexMap.NEW, IndexMap.NEW, 1, IndexMap.NEW));
        assertThat(Msg.map(llama, llama.toBuilder().hidden(11).layers(4).build(), Msg.options()).description())
                .isEqualTo("msg: hidden 8 → 11 (kept, 3 new), layers 2 → 4 (0–1 ×2)");
    }

    @Test
    void copiedLayersHoldTheirSourcesValuesAndFreshOnesNewOnes() {
        ModelState small = RandomModels.model(llama, 3);
        String name = "model.layers.%d.mlp.up_proj.weight";
        ModelShape to = llama.toBuilder().layers(4).build();
        ModelState copied = Msg.grow(small, to, Msg.options()).state();
        assertThat(values(copied, name.formatted(3))).isEqualTo(values(small, name.formatted(1)));
        ModelState fresh = Msg.grow(small, to, Msg.options().with("layer-init", "random")).state();
        assertThat(fresh.parameters().get(name.formatted(3)).std(false).getDouble(0)).isCloseTo(0.02, within(0.01));
    }

    @Test
    void masksStandOnEverythingNewAndOpenTogether() {
        ModelShape to = llama.toBuilder().layers(3).hidden(10).heads(6).kvHeads(2).intermediate(8).build();
        Grown result = Msg.grow(RandomModels.model(llama, 3), to, Msg.options().time("ramp", "20ba").with("curve", "sine"));
        Gates gates = result.state().gates();
        assertThat(gates.at(STREAM)).hasValue(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 0, 0});
        for (int layer = 0; layer < 3; layer++) {
            assertThat(gates.at(new GateSite(Axis.INTERMEDIATE, layer))).hasValue(new float[] {1, 1, 1, 1, 1, 1, 0, 0});
            // two groups of three query heads: the new ones stand inside
            assertThat(gates.at(new GateSite(Axis.HEADS, layer))).hasValue(new float[] {1, 1, 0, 1, 1, 0});
            assertThat(gates.at(new GateSite(Axis.KV_HEADS, layer))).isEmpty();
        }
        assertThat(gates.at(new GateSite(Axis.LAYERS, 2))).hasValue(new float[] {0});
        assertThat(gates.sites()).hasSize(1 + 3 + 3 + 1);
        assertThat(result.ramps()).extracting(GateRamp::site).containsExactlyInAnyOrderElementsOf(gates.sites());
        assertThat(result.ramps()).allSatisfy(ramp -> {
            assertThat(ramp.duration()).isEqualTo(TrainingTime.steps(20));
            assertThat(ramp.curve()).isEqualTo(GateRamp.Curve.SINE);
        });
    }

    @Test
    void newGroupsAreHiddenByTheirQueryHeads() {
        ModelShape to = llama.toBuilder().heads(6).kvHeads(3).build();
        Gates gates = Msg.grow(RandomModels.model(llama, 3), to, Msg.options()).state().gates();
        assertThat(gates.sites()).containsExactlyInAnyOrder(new GateSite(Axis.HEADS, 0), new GateSite(Axis.HEADS, 1));
        assertThat(gates.at(new GateSite(Axis.HEADS, 1))).hasValue(new float[] {1, 1, 1, 1, 0, 0});
    }

    @Test
    void theDefaultRampEndsWithinAnyRun() {
        Grown result = Msg.grow(RandomModels.model(llama, 3), llama.toBuilder().hidden(9).build(), Msg.options());
        assertThat(result.ramps()).containsExactly(new GateRamp(STREAM, TrainingTime.share(0.05), GateRamp.Curve.LINEAR));
    }

    @Test
    void onAnAxisThatGrowsAgainHalfOpenMasksGetTheNewRampAndOthersKeepTheirs() {
        ModelShape once = llama.toBuilder().hidden(10).intermediate(7).build();
        ModelState begun = Msg.grow(RandomModels.model(llama, 3), once, Msg.options()).state();
        ModelState halfOpen = begun.withGates(Ramps.risen(begun.gates(), 0.5f));
        Grown result = Msg.grow(halfOpen, once.toBuilder().hidden(11).layers(3).build(), Msg.options());
        Gates gates = result.state().gates();
        assertThat(gates.at(STREAM)).hasValue(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 0.5f, 0.5f, 0});
        assertThat(gates.at(new GateSite(Axis.INTERMEDIATE, 2))).hasValue(new float[] {1, 1, 1, 1, 1, 1, 0.5f});
        assertThat(result.ramps()).extracting(GateRamp::site).containsExactlyInAnyOrder(STREAM, new GateSite(Axis.LAYERS, 2));
    }

    @Test
    void theSameSeedGivesTheSameModelAndAnotherAnother() {
        ModelShape to = llama.toBuilder().hidden(10).build();
        ModelState small = RandomModels.model(llama, 3);
        String name = "model.layers.0.self_attn.q_proj.weight";
        double[] once = values(Msg.grow(small, to, Msg.options()).state(), name);
        assertThat(values(Msg.grow(small, to, Msg.options()).state(), name)).isEqualTo(once);
        GrowthRequest other = new GrowthRequest(llama, to, Msg.options().build(Msg.OPERATOR.card().card()), OptimizerStatePolicy.CARRY, 8);
        assertThat(values(Grown.of(Msg.OPERATOR, small, other).state(), name)).isNotEqualTo(once);
    }

    @Test
    void anEpsilonThatPaddingScaledStays() {
        ModelShape padded = llama.toBuilder().normEpsilon(5e-6).build();
        assertThat(Msg.map(padded, llama.toBuilder().layers(4).build(), Msg.options()).to())
                .isEqualTo(padded.toBuilder().layers(4).build());
    }

    @Test
    void whatMasksCannotDoIsRefusedWithItsPlace() {
        ModelShape bert = SmallShapes.of(Family.BERT);
        assertRefused(llama, bert, "msg cannot turn " + llama + " into " + bert + "; family and tied head stay as they are");
        assertRefused(bert, bert.toBuilder().hidden(16).headSize(8).build(), "msg grows layers, hidden, intermediate, heads and"
                + " kv-heads only, but head-size would go from 4 to 8; start with head-size 8, or keep head-size 4 and give heads 4");
        assertRefused(bert, bert.toBuilder().hidden(10).headSize(5).build(), "msg grows layers, hidden, intermediate, heads and"
                + " kv-heads only, but head-size would go from 4 to 5; start with head-size 5, or keep head-size 4 and give a hidden size"
                + " that is a multiple of it");
        assertRefused(llama, llama.toBuilder().context(12).build(), "msg grows layers, hidden, intermediate, heads and kv-heads only, but"
                + " context would go from 9 to 12; start with context 12");
        assertRefused(llama, llama.toBuilder().hidden(6).build(), "msg cannot shrink hidden from 8 to 6; give at least 8");
        assertRefused(llama, llama, "msg has nothing to grow: the model is " + llama + " before and after; give more layers, hidden,"
                + " intermediate, heads or kv-heads");
        assertRefused(llama, llama.toBuilder().heads(4).kvHeads(4).build(), "heads 4/2 cannot be padded to 4/4: groups of 2 query heads"
                + " would become groups of 1; copy the heads, or keep at least 2 heads per kv-head");
    }

    @Test
    void theCardSaysWhatThePaperDoes() {
        assertThat(Msg.OPERATOR.card().families()).containsExactlyInAnyOrder(Family.values());
        assertThat(Msg.OPERATOR.card().optimizerState()).isEqualTo(OptimizerStatePolicy.ASYMMETRIC);
        assertThat(Msg.OPERATOR.card().learningRate()).isEqualTo(LearningRatePolicy.REWIND);
        assertThat(Msg.OPERATOR.card().card().options()).extracting("name")
                .isEqualTo(List.of("ramp", "curve", "std", "layer-init", "placement"));
    }

    private LayerMap layers(int from, int to, String init, String placement) {
        return Msg.map(llama.toBuilder().layers(from).build(), llama.toBuilder().layers(to).build(),
                Msg.options().with("layer-init", init).with("placement", placement)).layers();
    }

    private static void assertRefused(ModelShape from, ModelShape to, String message) {
        assertThatThrownBy(() -> Msg.OPERATOR.plan(Msg.request(from, to, Msg.options()))).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:9: " + message);
    }

    private static double[] values(ModelState state, String name) {
        return state.parameters().get(name).dup('c').reshape(-1).toDoubleVector();
    }
}
