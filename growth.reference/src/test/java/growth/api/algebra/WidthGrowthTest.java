package growth.api.algebra;

import static growth.api.algebra.Growths.grow;
import static growth.api.algebra.Growths.llama;
import static growth.api.algebra.Growths.logitChange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.reference.RandomModels;
import growth.reference.ReferenceLlama;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Function preservation of width growth, against growth-methods 1.1 to 1.4 and 1.8. */
class WidthGrowthTest {

    @ParameterizedTest
    @CsvSource({
        "false, 16, 8, 4, 18", "true, 16, 8, 4, 18", "true, 24, 12, 6, 6", "false, 8, 4, 2, 15", "false, 8, 8, 2, 6", "false, 8, 4, 4, 6",
        "true, 16, 8, 2, 12", "false, 16, 4, 4, 7", "false, 8, 16, 8, 6", "false, 8, 6, 3, 6", "false, 8, 6, 2, 6"
    })
    void evenCopiesKeepTheFunction(boolean tied, int hidden, int heads, int kvHeads, int intermediate) {
        ModelShape from = llama().tied(tied).build();
        ModelShape to = from.toBuilder().hidden(hidden).heads(heads).kvHeads(kvHeads).intermediate(intermediate).build();
        assertThat(logitChange(GrowthMap.between(from, to).copyWidth().build("copy"))).isLessThan(1e-12);
    }

    @Test
    void unevenSharesKeepTheFunctionToo() {
        ModelShape from = llama().tied(true).build();
        ModelShape to = from.toBuilder().hidden(16).heads(8).kvHeads(4).intermediate(20).build();
        HeadMaps heads = HeadMaps.copy(4, 2, 8, 4);
        GrowthMap map = GrowthMap.between(from, to).axis(Axis.HIDDEN, IndexMap.uneven(8, 16, 1))
                .axis(Axis.INTERMEDIATE, IndexMap.uneven(6, 20, 2))
                .heads(new HeadMaps(heads.query().unevenShares(3), heads.keyValue())).build("copy");
        assertThat(logitChange(map)).isLessThan(1e-12);
    }

    @Test
    void tilingQueryHeadsAcrossGroupsWouldChangeTheFunction() {
        ModelShape from = llama().build();
        ModelShape to = from.toBuilder().heads(8).kvHeads(2).build();
        HeadMaps wrong = new HeadMaps(IndexMap.tile(4, 8), IndexMap.identity(2));
        assertThat(logitChange(GrowthMap.between(from, to).heads(wrong).build("copy"))).isGreaterThan(1e-3);
    }

    @Test
    void hiddenSizesThatAreNoMultipleChangeTheFunction() {
        ModelShape from = llama().build();
        GrowthMap map = GrowthMap.between(from, from.toBuilder().hidden(12).build()).copyWidth().build("copy");
        assertThat(logitChange(map)).isGreaterThan(1e-3);
    }

    @Test
    void aTiedHeadSharesItsWeightThroughTheLastGain() {
        ModelShape from = llama().tied(true).build();
        ModelState small = RandomModels.model(from, 3);
        ModelState grown = grow(GrowthMap.between(from, from.toBuilder().hidden(24).build()).copyWidth().build("copy"), small);
        double[] gain = Growths.values(small.parameters().get("model.norm.weight"));
        double[] grownGain = Growths.values(grown.parameters().get("model.norm.weight"));
        double[] layerGain = Growths.values(small.parameters().get("model.layers.0.input_layernorm.weight"));
        double[] grownLayerGain = Growths.values(grown.parameters().get("model.layers.0.input_layernorm.weight"));
        for (int i = 0; i < 24; i++) {
            assertThat(grownGain[i]).isCloseTo(gain[i % 8] / 3, within(1e-15));
            assertThat(grownLayerGain[i]).isEqualTo(layerGain[i % 8]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "false, 12, 4, 2, 6", "true, 12, 4, 2, 6", "true, 20, 9, 3, 11", "false, 8, 6, 3, 6", "false, 8, 6, 2, 6", "false, 8, 4, 2, 9",
        "false, 11, 8, 4, 7"
    })
    void paddingKeepsTheFunction(boolean tied, int hidden, int heads, int kvHeads, int intermediate) {
        ModelShape from = llama().tied(tied).build();
        ModelShape to = from.toBuilder().hidden(hidden).heads(heads).kvHeads(kvHeads).intermediate(intermediate).build();
        GrowthMap map = GrowthMap.between(from, to).padWidth(0.3).build("pad");
        assertThat(logitChange(map)).isLessThan(1e-12);
        assertThat(map.to().normEpsilon()).isCloseTo(1e-5 * 8 / hidden, within(1e-18));
    }

    @Test
    void paddingNeedsTheGainFactorAndTheSmallerEpsilon() {
        ModelShape from = llama().build();
        ModelShape to = from.toBuilder().hidden(12).build();
        GrowthMap exact = GrowthMap.between(from, to).padWidth(0.3).build("pad");
        GrowthMap sameEpsilon = new GrowthMap(from, to, exact.axes(), exact.layers(), exact.fill(), exact.normGain(), "pad");
        GrowthMap noFactor = new GrowthMap(from, exact.to(), exact.axes(), exact.layers(), exact.fill(), 1, "pad");
        assertThat(logitChange(sameEpsilon)).isBetween(1e-8, 1e-3);
        assertThat(logitChange(noFactor)).isGreaterThan(1e-2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void paddedEntriesComeAlive(boolean everything) {
        ModelShape from = llama().build();
        ModelShape to = everything ? from.toBuilder().hidden(12).heads(6).kvHeads(3).intermediate(9).build()
                : from.toBuilder().heads(6).kvHeads(3).intermediate(9).build();
        GrowthMap map = GrowthMap.between(from, to).padWidth(0.3).build("pad");
        ModelState grown = grow(map, RandomModels.model(from, 3));
        ReferenceLlama model = ReferenceLlama.of(grown);
        // one step of gradient descent: what writes wakes up first, and what it reads at the second step
        Map<String, double[]> first = model.gradients(Growths.batch(to)).values();
        model.parameters().forEach((name, values) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] -= 0.1 * first.get(name)[i];
            }
        });
        Map<String, double[]> second = model.gradients(Growths.batch(to)).values();
        grown.parameters().forEach((name, value) -> {
            double[] gradient = second.get(name);
            boolean embedding = name.equals("model.embed_tokens.weight");
            for (int i = 0; i < gradient.length; i++) {
                // tokens that the batch lacks, or that nothing scored depends on, have no gradient in old entries either
                boolean met = !embedding || gradient[i / to.hidden() * to.hidden()] != 0;
                assertThat(gradient[i] != 0).as(name + "[" + i + "] gets a gradient").isEqualTo(met);
            }
        });
    }
}
