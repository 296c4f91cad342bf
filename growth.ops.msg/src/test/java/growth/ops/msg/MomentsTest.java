package growth.ops.msg;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Adam's moments: the old block is kept, new entries begin with counters of their own. */
class MomentsTest {
    private static final String QUERY = "model.layers.%d.self_attn.q_proj.weight";
    private final ModelShape from = SmallShapes.of(Family.LLAMA);
    private final ModelState small = trained(RandomModels.model(from, 3));

    @Test
    void theOldBlockIsKeptAndNewEntriesAreBornAtTheGrowth() {
        ModelShape to = from.toBuilder().hidden(10).heads(6).kvHeads(2).build();
        OptimizerState grown = Msg.grow(small, to, Msg.options()).state().optimizer().get(QUERY.formatted(1));
        assertThat(grown.steps()).isEqualTo(100);
        INDArray born = grown.born().orElseThrow();
        // heads of 4: rows 0–7 and 12–19 are the old groups', 8–11 and 20–23 the new heads'
        for (int row = 0; row < 24; row++) {
            boolean oldRow = row / 4 % 3 < 2;
            for (int column = 0; column < 10; column++) {
                boolean old = oldRow && column < 8;
                assertThat(born.getDouble(row, column)).isEqualTo(old ? 0 : 100);
                for (Slot slot : new Slot[] {Slot.FIRST_MOMENT, Slot.SECOND_MOMENT}) {
                    double before = old ? slot(small, 1, slot).getDouble(row < 12 ? row : row - 4, column) : 0;
                    assertThat(grown.slots().get(slot).getDouble(row, column)).isEqualTo(before);
                }
            }
        }
    }

    @Test
    void copiedLayersCarryTheirSourcesMomentsUnlessTheyShallStartAfresh() {
        ModelShape to = from.toBuilder().layers(4).build();
        ModelState carried = Msg.grow(small, to, Msg.options()).state();
        assertThat(slot(carried, 3, Slot.FIRST_MOMENT)).isEqualTo(slot(small, 1, Slot.FIRST_MOMENT));
        assertThat(carried.optimizer().get(QUERY.formatted(3)).born()).isEmpty();
        GrowthRequest asymmetric = new GrowthRequest(from, to, Msg.options().build(Msg.OPERATOR.card().card()),
                OptimizerStatePolicy.ASYMMETRIC, 7);
        ModelState released = Grown.of(Msg.OPERATOR, small, asymmetric).state();
        assertThat(released.optimizer()).containsKey(QUERY.formatted(1)).doesNotContainKey(QUERY.formatted(3));
    }

    @Test
    void freshLayersHaveNoMoments() {
        ModelState grown = Msg.grow(small, from.toBuilder().layers(3).build(), Msg.options().with("layer-init", "random")).state();
        assertThat(grown.optimizer()).containsKey(QUERY.formatted(1)).doesNotContainKey(QUERY.formatted(2));
    }

    @Test
    void averagesGrowLikeTheParameters() {
        ModelState averaged = new ModelState(from, small.parameters(), Map.of(), Map.of("0.99", small.parameters()), Gates.none());
        ModelState grown = Msg.grow(averaged, from.toBuilder().hidden(10).layers(3).build(), Msg.options()).state();
        grown.parameters().forEach((name, value) -> assertThat(grown.averages().get("0.99").get(name)).isEqualTo(value));
    }

    private static INDArray slot(ModelState state, int layer, Slot slot) {
        return state.optimizer().get(QUERY.formatted(layer)).slots().get(slot);
    }

    private static ModelState trained(ModelState state) {
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>();
        state.parameters().forEach((name, value) -> optimizer.put(name, new OptimizerState(100,
                Map.of(Slot.FIRST_MOMENT, value.mul(0.1), Slot.SECOND_MOMENT, value.mul(value)), Optional.empty())));
        return new ModelState(state.shape(), state.parameters(), optimizer, Map.of(), Gates.none());
    }
}
