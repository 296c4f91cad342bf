package growth.ops.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.algebra.LayerMap;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.reference.Grown;
import growth.reference.OptionValues;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class DirectOperatorTest {
    private final DirectOperator direct = new DirectOperator();

    /** Multi-head, grouped and multi-query attention, tied and not; hidden sizes that are multiples or stay, others in any proportion. */
    @ParameterizedTest
    @CsvSource({
        "2, 2, false, 16, 4, 4, 12", "2, 2, true, 24, 6, 6, 9", "2, 2, true, 16, 3, 3, 6", "4, 2, false, 16, 8, 4, 18",
        "4, 2, true, 16, 8, 2, 7", "4, 2, true, 8, 4, 4, 6", "4, 2, false, 8, 12, 6, 11", "4, 1, false, 16, 8, 1, 12",
        "4, 1, true, 16, 8, 4, 6", "2, 2, false, 8, 2, 2, 8"
    })
    void copiesKeepTheFunctionOfLlamaWithEverySplit(int heads, int kvHeads, boolean tied, int hidden, int newHeads, int newKvHeads,
            int intermediate) {
        ModelShape from = Trials.llama(heads, kvHeads, tied);
        ModelShape to = from.toBuilder().hidden(hidden).heads(newHeads).kvHeads(newKvHeads).intermediate(intermediate).build();
        assertExact(from, to);
    }

    @ParameterizedTest
    @CsvSource({"GPT2, 16, 4, 9", "GPT2, 24, 6, 6", "GPT2, 16, 2, 7", "BERT, 16, 4, 9", "BERT, 8, 2, 13", "VIT, 16, 4, 12",
        "VIT, 24, 6, 8"})
    void copiesKeepTheFunctionOfLayerNormFamilies(Family family, int hidden, int heads, int intermediate) {
        ModelShape from = SmallShapes.of(family);
        assertExact(from, from.toBuilder().hidden(hidden).heads(heads).headSize(hidden / heads).intermediate(intermediate).build());
    }

    private void assertExact(ModelShape from, ModelShape to) {
        for (String split : new String[] {"even", "uneven", "noisy"}) {
            GrowthRequest request = Trials.request(direct, from, to, new OptionValues().with("split", split));
            assertThat(direct.plan(request).preservation()).isEqualTo(Preservation.EXACT);
            Grown result = Trials.grow(direct, request);
            assertThat(result.state().shape()).isEqualTo(to);
            assertThat(Trials.logitChange(from, result)).as(split).isLessThan(1e-12);
        }
    }

    @Test
    void whereCopiesChangeTheFunctionNothingIsClaimed() {
        ModelShape from = Trials.llama(4, 2, false);
        for (ModelShape to : new ModelShape[] {from.toBuilder().hidden(12).build(), from.toBuilder().hidden(16).layers(4).build()}) {
            GrowthRequest request = Trials.request(direct, from, to);
            assertThat(direct.plan(request).preservation()).isEqualTo(Preservation.NONE);
            assertThat(Trials.logitChange(from, Trials.grow(direct, request))).isGreaterThan(1e-3);
        }
        GrowthRequest both = Trials.request(direct, from, from.toBuilder().hidden(16).layers(5).build());
        assertThat(direct.plan(both).map().layers()).isEqualTo(LayerMap.stack(2, 5));
        assertThat(direct.plan(both).map().description()).isEqualTo("direct: hidden 8 → 16 (each ×2), layers 2 → 5 (0–1 ×2, 1)");
    }

    @ParameterizedTest
    @CsvSource({"even, 4, 2, 8, 4", "even, 4, 2, 8, 2", "uneven, 2, 2, 4, 4", "noisy, 4, 2, 4, 2"})
    void scaledMomentsAreTheGrownModelsOwn(String split, int heads, int kvHeads, int newHeads, int newKvHeads) {
        ModelShape from = Trials.llama(heads, kvHeads, true);
        // the norms' statistics share gradients evenly among coordinates, and noise changes those of what writes what it reads
        ModelShape to = from.toBuilder().hidden(split.equals("even") ? 16 : 8).heads(newHeads).kvHeads(newKvHeads)
                .intermediate(split.equals("noisy") ? 7 : 12).build();
        GrowthRequest request = Trials.request(direct, from, to, new OptionValues().with("split", split));
        ModelState small = Trials.withGradients(RandomModels.model(from, 3));
        ModelState grown = Grown.of(direct, small, Trials.with(request, OptimizerStatePolicy.SCALED)).state();
        ModelState truth = Trials.withGradients(grown.parametersOnly());
        grown.optimizer().forEach((name, state) -> state.slots().forEach((slot, moment) -> {
            boolean noisyReader = split.equals("noisy") && name.matches(".*layers.*(up|gate)_proj.*");
            if (!noisyReader) {
                assertThat(Trials.values(moment)).as(name + " " + slot)
                        .containsExactly(Trials.values(truth.optimizer().get(name).slots().get(slot)), within(1e-12));
            }
        }));
        assertThat(grown.optimizer().keySet()).isEqualTo(grown.parameters().keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"even", "uneven", "noisy"})
    void everythingIsAliveAndOnlyEvenCopiesGetTheSameGradients(String split) {
        ModelShape from = Trials.llama(4, 2, false);
        ModelShape to = from.toBuilder().hidden(16).heads(8).kvHeads(4).intermediate(12).build();
        Grown result = Trials.grow(direct, Trials.request(direct, from, to, new OptionValues().with("split", split)));
        Map<String, OptimizerState> gradients = Trials.withGradients(result.state()).optimizer();
        gradients.forEach((name, s) -> assertThat(s.slots().get(Slot.FIRST_MOMENT).norm2Number().doubleValue()).as(name).isPositive());
        double[] embedding = Trials.values(gradients.get("model.embed_tokens.weight").slots().get(Slot.FIRST_MOMENT));
        double apart = 0;
        for (int i = 0; i < embedding.length; i++) {
            apart = Math.max(apart, i % 16 < 8 ? Math.abs(embedding[i] - embedding[i + 8]) : 0);
        }
        assertThat(apart > 1e-6).as(split + ": " + apart).isEqualTo(!split.equals("even"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5})
    void noiseHasTheAskedStrengthAndTheSameSeedGivesTheSameBits(double share) {
        ModelShape from = SmallShapes.of(Family.GPT2);
        ModelShape to = from.toBuilder().hidden(64).heads(16).intermediate(48).build();
        ModelState even = Trials.grow(direct, Trials.request(direct, from, to)).state();
        OptionValues noisy = new OptionValues().with("split", "noisy").with("noise", share);
        GrowthRequest request = Trials.request(direct, from, to, noisy);
        ModelState grown = Trials.grow(direct, request).state();
        assertThat(Trials.same(grown, Trials.grow(direct, request).state())).isTrue();
        assertThat(Trials.same(grown, Trials.grow(direct, new GrowthRequest(from, to, request.options(), request.optimizerState(), 8))
                .state())).isFalse();
        String name = "transformer.h.0.mlp.c_fc.weight";
        INDArray weights = even.parameters().get(name);
        double noise = grown.parameters().get(name).sub(weights).norm2Number().doubleValue();
        assertThat(noise / weights.norm2Number().doubleValue()).isCloseTo(share, within(0.05 * share));
        assertThat(Trials.values(grown.parameters().get("transformer.wte.weight")))
                .containsExactly(Trials.values(even.parameters().get("transformer.wte.weight")));
    }

    @Test
    void averagesGetTheSameNoise() {
        ModelShape from = SmallShapes.of(Family.VIT);
        ModelState small = RandomModels.model(from, 3);
        ModelState averaged = new ModelState(from, small.parameters(), Map.of(), Map.of("0.9", small.parameters()), Gates.none());
        GrowthRequest request = Trials.request(direct, from, from.toBuilder().intermediate(12).build(),
                new OptionValues().with("split", "noisy"));
        ModelState grown = Grown.of(direct, averaged, request).state();
        grown.parameters().forEach((name, value) ->
                assertThat(Trials.values(grown.averages().get("0.9").get(name))).containsExactly(Trials.values(value)));
    }

    @Test
    void whatCannotBeCopiedIsRefusedInWords() {
        ModelShape from = Trials.llama(6, 2, false);
        assertRefused(from, from.toBuilder().heads(6).kvHeads(3).build(), "run.yaml:9: heads 6/2 cannot be copied to 6/3: a group of 3"
                + " query heads needs 2 groups of 2, so give at least 4 kv-heads");
        assertRefused(from, from.toBuilder().headSize(8).build(), "run.yaml:9: direct grows layers, hidden, intermediate, heads and"
                + " kv-heads only, but head-size would go from 4 to 8; start with head-size 8, or keep head-size 4 and give heads 12");
        assertRefused(from, from.toBuilder().vocabulary(12).build(), "run.yaml:9: direct grows layers, hidden, intermediate, heads and"
                + " kv-heads only, but vocabulary would go from 11 to 12; start with vocabulary 12");
        assertRefused(from, from.toBuilder().hidden(4).build(), "run.yaml:9: direct cannot shrink hidden from 8 to 4; give at least 8");
        assertRefused(from, from, "run.yaml:9: direct has nothing to grow: the model is " + from + " before and after; give more layers,"
                + " hidden, intermediate, heads or kv-heads");
        assertRefused(from, from.toBuilder().tied(true).layers(4).build(), "run.yaml:9: direct cannot turn " + from + " into "
                + from.toBuilder().tied(true).layers(4).build() + "; family and tied head stay as they are");
        assertRefused(from, from.toBuilder().ropeTheta(500).layers(4).build(), "run.yaml:9: direct cannot change rope-theta from 10000.0 to"
                + " 500.0; give the one the model was trained with");
    }

    private void assertRefused(ModelShape from, ModelShape to, String message) {
        assertThatThrownBy(() -> direct.plan(Trials.request(direct, from, to))).isInstanceOf(GrowthException.class).hasMessage(message);
    }
}
