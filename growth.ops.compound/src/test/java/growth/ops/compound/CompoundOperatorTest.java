package growth.ops.compound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.algebra.LayerMap;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.reference.Grown;
import growth.reference.LogitChange;
import growth.reference.OptionValues;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompoundOperatorTest {
    private final CompoundOperator operator = new CompoundOperator();
    private final ModelShape llama = SmallShapes.of(Family.LLAMA);

    static Stream<ModelShape> shapes() {
        ModelShape llama = SmallShapes.of(Family.LLAMA);
        Stream<ModelShape> heads = Stream.of(llama.toBuilder().heads(4).build(), llama.toBuilder().heads(4).kvHeads(1).build())
                .flatMap(s -> Stream.of(s, s.toBuilder().tied(true).build()));
        return Stream.concat(Stream.of(Family.values()).map(SmallShapes::of), heads);
    }

    /** Six neurons to 12 and 18 by whole factors, to 9 and 20 by others. */
    @ParameterizedTest
    @MethodSource("shapes")
    void tiledNeuronsKeepTheFunction(ModelShape from) {
        for (int neurons : new int[] {9, 12, 18, 20}) {
            for (String shares : new String[] {"even", "uneven"}) {
                ModelState small = RandomModels.model(from, 3);
                ModelShape to = from.toBuilder().intermediate(neurons).build();
                ModelState grown = grow(small, to, shares);
                assertThat(grown.shape()).isEqualTo(to);
                assertThat(LogitChange.between(small, grown)).isLessThan(1e-10);
            }
        }
    }

    @Test
    void whatNeuronsReadIsRepeatedAndWhatTheyWriteIsDividedByTheirCopies() {
        ModelState small = RandomModels.model(llama, 3);
        ModelState grown = grow(small, llama.toBuilder().intermediate(15).build(), "even");
        String mlp = "model.layers.1.mlp.";
        for (int neuron = 0; neuron < 15; neuron++) {
            int source = neuron % 6;
            int copies = source < 3 ? 3 : 2;
            for (int i = 0; i < llama.hidden(); i++) {
                assertThat(entry(grown, mlp + "up_proj.weight", neuron, i)).isEqualTo(entry(small, mlp + "up_proj.weight", source, i));
                assertThat(entry(grown, mlp + "gate_proj.weight", neuron, i)).isEqualTo(entry(small, mlp + "gate_proj.weight", source, i));
                assertThat(entry(grown, mlp + "down_proj.weight", i, neuron))
                        .isCloseTo(entry(small, mlp + "down_proj.weight", i, source) / copies, within(1e-15));
            }
        }
    }

    @Test
    void unevenSharesDifferAndSumToOne() {
        ModelState small = RandomModels.model(llama, 3);
        ModelState grown = grow(small, llama.toBuilder().intermediate(12).build(), "uneven");
        String down = "model.layers.0.mlp.down_proj.weight";
        double first = entry(grown, down, 2, 4);
        double second = entry(grown, down, 2, 10);
        assertThat(first).isNotEqualTo(second);
        assertThat(first + second).isCloseTo(entry(small, down, 2, 4), within(1e-15));
    }

    @ParameterizedTest
    @EnumSource
    void layersAreRepeatedInTurnAndTheFunctionChanges(Family family) {
        ModelShape from = SmallShapes.of(family);
        ModelShape to = from.toBuilder().layers(5).intermediate(12).build();
        ModelState small = RandomModels.model(from, 3);
        assertThat(operator.plan(request(from, to, "even")).map().layers()).isEqualTo(LayerMap.of(2, 0, 1, 0, 1, 0));
        assertThat(operator.plan(request(from, to, "even")).map().description())
                .isEqualTo("compound: intermediate 6 → 12 (each ×2), layers 2 → 5 (0 1 0 1 0)");
        assertThat(LogitChange.between(small, grow(small, to, "even"))).isGreaterThan(1e-2);
    }

    @Test
    void onlyNeuronsAloneAreClaimedToBeExact() {
        assertThat(operator.card().preservation()).isEqualTo(Preservation.EXACT);
        ModelShape wide = llama.toBuilder().intermediate(12).build();
        assertThat(operator.plan(request(llama, wide, "even")).preservation()).isEqualTo(Preservation.EXACT);
        assertThat(operator.plan(request(llama, wide.toBuilder().layers(4).build(), "even")).preservation()).isEqualTo(Preservation.NONE);
    }

    @Test
    void otherGrowthIsRefusedWithItsPlace() {
        ModelShape bert = SmallShapes.of(Family.BERT);
        assertRefused(llama, bert, "compound cannot turn " + llama + " into " + bert + "; family and tied head stay as they are");
        assertRefused(llama, llama.toBuilder().hidden(16).layers(4).build(), "compound grows layers and intermediate only, but hidden would"
                + " go from 8 to 16; start with hidden 16, or use an operator that grows it");
        assertRefused(llama, llama.toBuilder().context(12).build(), "compound grows layers and intermediate only, but context would"
                + " go from 9 to 12; start with context 12");
        assertRefused(llama, llama.toBuilder().layers(4).intermediate(3).build(), "compound cannot shrink intermediate from 6 to 3;"
                + " give at least 6");
        assertRefused(llama, llama, "compound has nothing to grow: the model is " + llama + " before and after; give more layers or"
                + " intermediate");
    }

    @Test
    void theCardSaysWhatThePaperDoes() {
        assertThat(operator.card().optimizerState()).isEqualTo(OptimizerStatePolicy.RESET);
        assertThat(operator.card().learningRate()).isEqualTo(LearningRatePolicy.RESTART);
        assertThat(operator.card().families()).containsExactlyInAnyOrder(Family.values());
        assertThat(operator.card().card().options()).extracting("name").containsExactly("shares");
    }

    private ModelState grow(ModelState small, ModelShape to, String shares) {
        return Grown.of(operator, small, request(small.shape(), to, shares)).state();
    }

    private GrowthRequest request(ModelShape from, ModelShape to, String shares) {
        OptionValues options = new OptionValues().with("shares", shares);
        return new GrowthRequest(from, to, options.build(operator.card().card()), OptimizerStatePolicy.RESET, 7);
    }

    private void assertRefused(ModelShape from, ModelShape to, String message) {
        assertThatThrownBy(() -> operator.plan(request(from, to, "even"))).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:9: " + message);
    }

    private static double entry(ModelState state, String name, int row, int column) {
        return state.parameters().get(name).getDouble(row, column);
    }
}
