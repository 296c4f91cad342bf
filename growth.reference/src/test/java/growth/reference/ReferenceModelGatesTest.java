package growth.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.algebra.Fill;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.GrowthMapBuilder;
import growth.api.algebra.HeadMaps;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.data.Batch;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.model.View;
import growth.api.operator.OptimizerStatePolicy;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gates of the reference: closed ones hide what is new, whatever its weights, and open ones are not there. */
class ReferenceModelGatesTest {

    @ParameterizedTest
    @EnumSource
    void gatesJustBelowOneHardlyMatter(Family family) {
        ModelShape shape = SmallShapes.of(family);
        ReferenceModel model = ReferenceModel.of(RandomModels.model(shape, 3));
        Batch batch = RandomModels.any(shape, 2, 4);
        double[] without = model.logits(batch, View.full(), Gates.none());
        Gates all = everywhere(shape, Math.nextDown(1f));
        assertThat(model.logits(batch, View.full(), all)).isNotEqualTo(without).containsExactly(without, within(1e-4));
        assertThat(everywhere(shape, 1).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void closedNeuronsAreHidden(Family family) {
        ModelShape small = SmallShapes.of(family);
        ModelShape to = small.toBuilder().intermediate(9).build();
        GrowthMapBuilder map = GrowthMap.between(small, to).axis(Axis.INTERMEDIATE, IndexMap.pad(6, 9));
        assertHidden(map, perLayer(Gates.none(), to, Axis.INTERMEDIATE, 6));
    }

    @ParameterizedTest
    @EnumSource
    void closedLayersAreHidden(Family family) {
        ModelShape small = SmallShapes.of(family);
        ModelShape to = small.toBuilder().layers(3).build();
        GrowthMapBuilder map = GrowthMap.between(small, to).layers(LayerMap.of(2, 0, 0, 1));
        assertHidden(map, Gates.none().with(new GateSite(Axis.LAYERS, 1), new float[1]));
    }

    /** Outside llama the heads make the hidden size, so that both are hidden at once; llama's heads are hidden alone. */
    @ParameterizedTest
    @EnumSource
    void closedHeadsAreHidden(Family family) {
        ModelShape small = SmallShapes.of(family);
        boolean llama = family == Family.LLAMA;
        ModelShape to = llama ? small.toBuilder().heads(6).kvHeads(2).build() : small.toBuilder().heads(3).hidden(12).build();
        GrowthMapBuilder map = GrowthMap.between(small, to).heads(HeadMaps.pad(small.heads(), small.kvHeads(), to.heads(), to.kvHeads()));
        if (llama) {
            // new heads stand within their groups: 0 1 new, 2 3 new
            Gates gates = Gates.none();
            for (int i = 0; i < to.layers(); i++) {
                gates = gates.with(new GateSite(Axis.HEADS, i), new float[] {1, 1, 0, 1, 1, 0});
            }
            assertHidden(map, gates);
        } else {
            map.axis(Axis.HIDDEN, IndexMap.pad(8, 12));
            assertHidden(map, hidden(perLayer(Gates.none(), to, Axis.HEADS, 2), to, 8));
        }
    }

    @Test
    void closedGroupsOfHeadsAreHidden() {
        ModelShape small = SmallShapes.of(Family.LLAMA);
        ModelShape to = small.toBuilder().heads(6).kvHeads(3).build();
        GrowthMapBuilder map = GrowthMap.between(small, to).heads(HeadMaps.pad(4, 2, 6, 3));
        assertHidden(map, perLayer(Gates.none(), to, Axis.KV_HEADS, 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closedCoordinatesAreHidden(boolean tied) {
        ModelShape small = SmallShapes.of(Family.LLAMA).toBuilder().tied(tied).build();
        ModelShape to = small.toBuilder().hidden(11).build();
        assertHidden(GrowthMap.between(small, to).axis(Axis.HIDDEN, IndexMap.pad(8, 11)), hidden(Gates.none(), to, 8));
    }

    @Test
    void gatesWithoutAPlaceAreRefused() {
        ReferenceModel model = ReferenceModel.of(RandomModels.model(SmallShapes.of(Family.GPT2), 3));
        Batch batch = RandomModels.any(model.shape(), 1, 4);
        for (Gates gates : new Gates[] {Gates.none().with(new GateSite(Axis.KV_HEADS, 0), new float[2]),
            Gates.none().with(new GateSite(Axis.HEADS, 0), new float[3]), Gates.none().with(new GateSite(Axis.HEADS, 2), new float[2])}) {
            assertThatThrownBy(() -> model.logits(batch, View.full(), gates)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Grows a random model with random entries and expects the small one's logits behind the gates, and others without them. */
    private static void assertHidden(GrowthMapBuilder builder, Gates gates) {
        GrowthMap map = builder.fill((parameter, block) -> Fill.normal(0.5)).build("random");
        ModelState small = RandomModels.model(map.from(), 3);
        ReferenceModel grown = ReferenceModel.of(Grown.state(map, small, OptimizerStatePolicy.RESET, 11));
        Batch batch = RandomModels.any(map.from(), 2, 4);
        double[] expected = ReferenceModel.of(small).logits(batch, View.full(), Gates.none());
        assertThat(grown.logits(batch, View.full(), gates)).containsExactly(expected, within(1e-12));
        assertThat(LogitChange.maxDifference(grown.logits(batch, View.full(), Gates.none()), expected)).isGreaterThan(1e-3);
    }

    private static Gates hidden(Gates gates, ModelShape shape, int open) {
        return gates.with(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER), opening(shape.hidden(), open));
    }

    private static Gates perLayer(Gates gates, ModelShape shape, Axis axis, int open) {
        Gates all = gates;
        for (int i = 0; i < shape.layers(); i++) {
            all = all.with(new GateSite(axis, i), opening(shape.size(axis), open));
        }
        return all;
    }

    private static float[] opening(int size, int open) {
        float[] values = new float[size];
        Arrays.fill(values, 0, open, 1);
        return values;
    }

    private static Gates everywhere(ModelShape shape, float value) {
        Gates all = with(Gates.none(), shape, new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER), value);
        for (int i = 0; i < shape.layers(); i++) {
            for (Axis axis : new Axis[] {Axis.INTERMEDIATE, Axis.HEADS, Axis.LAYERS, Axis.KV_HEADS}) {
                if (axis != Axis.KV_HEADS || shape.kvHeads() < shape.heads()) {
                    all = with(all, shape, new GateSite(axis, i), value);
                }
            }
        }
        return all;
    }

    private static Gates with(Gates gates, ModelShape shape, GateSite site, float value) {
        float[] values = new float[site.size(shape)];
        Arrays.fill(values, value);
        return gates.with(site, values);
    }
}
