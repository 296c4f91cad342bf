package growth.api.algebra;

import static growth.api.algebra.Growths.llama;
import static growth.api.algebra.Growths.values;
import static growth.api.algebra.Growths.withGradients;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.model.Axis;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import growth.reference.RandomModels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a growth does to Adam's moments, against the true gradients of the grown model (growth-methods 1.6 and 1.8). */
class OptimizerGrowthTest {
    private final ModelShape from = llama().build();

    @ParameterizedTest
    @CsvSource({
        "false, 16, 8, 4, 18", "true, 16, 8, 4, 18", "true, 24, 4, 2, 6", "false, 8, 8, 2, 15", "true, 8, 12, 6, 6", "false, 8, 4, 2, 9"
    })
    void scaledMomentsAreTheGrownModelsOwn(boolean tied, int hidden, int heads, int kvHeads, int intermediate) {
        ModelShape small = from.toBuilder().tied(tied).build();
        ModelShape to = small.toBuilder().hidden(hidden).heads(heads).kvHeads(kvHeads).intermediate(intermediate).build();
        assertScaledAsTrueGradients(GrowthMap.between(small, to).copyWidth().build("copy"));
    }

    @ParameterizedTest
    @CsvSource({"false, 12", "true, 12", "true, 20"})
    void scaledMomentsUnderPaddingAreTheGrownModelsOwn(boolean tied, int hidden) {
        ModelShape small = from.toBuilder().tied(tied).build();
        ModelShape to = small.toBuilder().hidden(hidden).heads(6).kvHeads(3).intermediate(9).build();
        assertScaledAsTrueGradients(GrowthMap.between(small, to).padWidth(0.3).build("pad"));
    }

    /** Where the grown tensor has an old counterpart, SCALED state made from true gradients is the true gradient of the grown model. */
    private static void assertScaledAsTrueGradients(GrowthMap map) {
        ModelState small = withGradients(RandomModels.model(map.from(), 3), 10);
        ModelState grown = Grown.state(map, small, OptimizerStatePolicy.SCALED, Growths.SEED);
        ModelState truth = withGradients(grown.parametersOnly(), 10);
        grown.optimizer().forEach((name, state) -> {
            double[] born = state.born().map(Growths::values).orElse(new double[values(grown.parameters().get(name)).length]);
            for (Slot slot : state.slots().keySet()) {
                double[] mapped = values(state.slots().get(slot));
                double[] own = values(truth.optimizer().get(name).slots().get(slot));
                for (int i = 0; i < mapped.length; i++) {
                    assertThat(mapped[i]).as(name + " " + slot + "[" + i + "]").isCloseTo(born[i] == 0 ? own[i] : 0, within(1e-13));
                }
            }
        });
        assertThat(grown.optimizer().keySet()).isEqualTo(grown.parameters().keySet());
    }

    @Test
    void keyValueHeadsThatAreCopiedToSubgroupsShareTheirGradient() {
        ModelShape to = from.toBuilder().heads(4).kvHeads(4).build();
        GrowthMap map = GrowthMap.between(from, to).copyWidth().build("copy");
        ModelState small = withGradients(RandomModels.model(from, 3), 10);
        ModelState truth = withGradients(Grown.state(map, small, OptimizerStatePolicy.RESET, 1), 10);
        String name = "model.layers.1.self_attn.k_proj.weight";
        double[] old = values(small.optimizer().get(name).slots().get(Slot.FIRST_MOMENT));
        double[] grown = values(truth.optimizer().get(name).slots().get(Slot.FIRST_MOMENT));
        int head = 4 * 8;
        for (int i = 0; i < head; i++) {
            // which part of it goes to which copy depends on the query heads of each, but nothing is lost
            assertThat(grown[i] + grown[head + i]).isCloseTo(old[i], within(1e-14));
        }
        assertThat(map.axes().get(Axis.KV_HEADS)).isEqualTo(IndexMap.repeatEach(2, 4));
    }

    @Test
    void carriedMomentsAreCopiedUnscaledAndNewEntriesAreBornNow() {
        ModelShape to = from.toBuilder().intermediate(9).build();
        GrowthMap map = GrowthMap.between(from, to).padWidth(0.3).build("pad");
        ModelState grown = Grown.state(map, withGradients(RandomModels.model(from, 3), 10), OptimizerStatePolicy.CARRY, 1);
        OptimizerState state = grown.optimizer().get("model.layers.1.mlp.down_proj.weight");
        double[] old = values(withGradients(RandomModels.model(from, 3), 10).optimizer().get("model.layers.1.mlp.down_proj.weight").slots()
                .get(Slot.FIRST_MOMENT));
        assertThat(state.steps()).isEqualTo(10);
        double[] moments = values(state.slots().get(Slot.FIRST_MOMENT));
        double[] born = values(state.born().orElseThrow());
        for (int i = 0; i < moments.length; i++) {
            boolean kept = i % 9 < 6;
            assertThat(moments[i]).isEqualTo(kept ? old[i / 9 * 6 + i % 9] : 0);
            assertThat(born[i]).isEqualTo(kept ? 0 : 10);
        }
        assertThat(grown.optimizer().get("model.layers.1.self_attn.q_proj.weight").born()).isEmpty();
    }

    @Test
    void agesSurviveASecondGrowth() {
        ModelShape middle = from.toBuilder().intermediate(8).build();
        ModelShape last = from.toBuilder().intermediate(16).layers(4).build();
        ModelState small = withGradients(RandomModels.model(from, 3), 10);
        GrowthMap pad = GrowthMap.between(from, middle).padWidth(0.3).build("pad");
        ModelState once = Grown.state(pad, small, OptimizerStatePolicy.CARRY, 1);
        GrowthMap next = GrowthMap.between(middle, last).copyWidth().layers(LayerMap.stack(2, 4)).build("copy");
        ModelState twice = Grown.state(next, once, OptimizerStatePolicy.CARRY, 1);
        double[] born = values(twice.optimizer().get("model.layers.3.mlp.down_proj.weight").born().orElseThrow());
        for (int i = 0; i < born.length; i++) {
            assertThat(born[i]).isEqualTo(i % 8 < 6 ? 0 : 10);
        }
    }

    @Test
    void underAsymmetricStateOriginalsKeepTheirsAndCopiesStartAfresh() {
        ModelShape to = from.toBuilder().intermediate(12).layers(4).build();
        GrowthMap map = GrowthMap.between(from, to).copyWidth().layers(LayerMap.stack(2, 4)).build("copy");
        ModelState small = withGradients(RandomModels.model(from, 3), 10);
        ModelState grown = Grown.state(map, small, OptimizerStatePolicy.ASYMMETRIC, 1);
        OptimizerState up = grown.optimizer().get("model.layers.1.mlp.up_proj.weight");
        double[] old = values(small.optimizer().get("model.layers.1.mlp.up_proj.weight").slots().get(Slot.SECOND_MOMENT));
        double[] moments = values(up.slots().get(Slot.SECOND_MOMENT));
        double[] born = values(up.born().orElseThrow());
        for (int i = 0; i < moments.length; i++) {
            boolean original = i < old.length;
            assertThat(moments[i]).isEqualTo(original ? old[i] : 0);
            assertThat(born[i]).isEqualTo(original ? 0 : 10);
        }
        assertThat(grown.optimizer()).containsKey("model.layers.1.mlp.up_proj.weight")
                .doesNotContainKey("model.layers.2.mlp.up_proj.weight");
    }

    @Test
    void silentAndFreshLayersAndResetStateStartAfresh() {
        ModelState small = withGradients(RandomModels.model(from, 3), 10);
        ModelShape to = from.toBuilder().layers(4).build();
        GrowthMap identity = GrowthMap.depth(from, to, LayerMap.identityInterleaved(2, 4), "identity");
        Map<String, OptimizerState> carried = Grown.state(identity, small, OptimizerStatePolicy.CARRY, 1).optimizer();
        assertThat(carried).containsKeys("model.layers.1.mlp.up_proj.weight", "model.layers.0.mlp.down_proj.weight")
                .doesNotContainKeys("model.layers.1.mlp.down_proj.weight", "model.layers.1.self_attn.o_proj.weight");
        assertThat(Grown.state(identity, small, OptimizerStatePolicy.RESET, 1).optimizer()).isEmpty();
        LayerMap fresh = new LayerMap(2, List.of(source(0), source(1), source(IndexMap.NEW), source(1)));
        GrowthMap partlyFresh = GrowthMap.depth(from, to, fresh, "fresh");
        Map<String, OptimizerState> partly = Grown.state(partlyFresh, small, OptimizerStatePolicy.SCALED, 1).optimizer();
        assertThat(partly).containsKey("model.layers.3.mlp.up_proj.weight").doesNotContainKey("model.layers.2.mlp.up_proj.weight");
    }

    @Test
    void aTensorWithoutStateStaysWithout() {
        ModelState small = new ModelState(from, RandomModels.model(from, 3).parameters(),
                Map.of("lm_head.weight", new OptimizerState(3, Map.of(), Optional.empty())), Map.of(), Gates.none());
        GrowthMap map = GrowthMap.depth(from, from.toBuilder().layers(4).build(), LayerMap.stack(2, 4), "stack");
        Map<String, OptimizerState> grown = Grown.state(map, small, OptimizerStatePolicy.CARRY, 1).optimizer();
        assertThat(grown).containsOnlyKeys("lm_head.weight");
        assertThat(grown.get("lm_head.weight").steps()).isEqualTo(3);
    }

    private static LayerMap.Source source(int layer) {
        return new LayerMap.Source(layer, false);
    }
}
