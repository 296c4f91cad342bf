package growth.ops.msg;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.api.model.ModelState;
import growth.api.operator.Preservation;
import growth.reference.Grown;
import growth.reference.LogitChange;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Behind closed masks the function is the same in float64, whatever the new weights are; without them it is not. */
class PreservationTest {
    private static final double EXACT = 1e-10;

    static Stream<Arguments> growths() {
        Stream<Arguments> llama = Stream.of(false, true).flatMap(tied -> {
            ModelShape gqa = llama(tied, 4, 2);
            ModelShape mha = llama(tied, 4, 4);
            ModelShape mqa = llama(tied, 4, 1);
            return Stream.of(
                    pair(gqa, gqa.toBuilder().intermediate(9)), pair(gqa, gqa.toBuilder().intermediate(12)),
                    pair(gqa, gqa.toBuilder().hidden(11)), pair(gqa, gqa.toBuilder().hidden(16)),
                    pair(gqa, gqa.toBuilder().layers(3)), pair(gqa, gqa.toBuilder().layers(4)),
                    pair(gqa, gqa.toBuilder().heads(6).kvHeads(2)), pair(gqa, gqa.toBuilder().heads(6).kvHeads(3)),
                    pair(gqa, gqa.toBuilder().heads(9).kvHeads(3)), pair(mha, mha.toBuilder().heads(6)),
                    pair(mha, mha.toBuilder().heads(8)),
                    pair(mha, mha.toBuilder().heads(8).kvHeads(4)), pair(mha, mha.toBuilder().heads(10).kvHeads(5)),
                    pair(mqa, mqa.toBuilder().heads(6).kvHeads(1)), pair(mqa, mqa.toBuilder().heads(8).kvHeads(2)),
                    pair(gqa, gqa.toBuilder().layers(5).hidden(11).heads(9).kvHeads(3).intermediate(10)));
        });
        Stream<Arguments> others = Stream.of(Family.GPT2, Family.BERT, Family.VIT).map(SmallShapes::of).flatMap(s -> Stream.of(
                pair(s, s.toBuilder().intermediate(9)), pair(s, s.toBuilder().layers(3)), pair(s, s.toBuilder().layers(4)),
                pair(s, s.toBuilder().hidden(12).heads(3)), pair(s, s.toBuilder().hidden(16).heads(4)),
                pair(s, s.toBuilder().layers(5).hidden(12).heads(3).intermediate(10))));
        return Stream.concat(llama, others);
    }

    @ParameterizedTest
    @MethodSource("growths")
    void closedMasksHideWhatIsNew(ModelShape from, ModelShape to) {
        for (double std : new double[] {0.02, 2}) {
            ModelState small = RandomModels.model(from, 3);
            Grown result = Msg.grow(small, to, Msg.options().with("std", std));
            assertThat(result.state().shape()).isEqualTo(to);
            assertThat(LogitChange.between(small, result.state())).isLessThan(EXACT);
            assertThat(LogitChange.between(small, Gates.none(), result.state(), Gates.none())).isGreaterThan(std == 2 ? 1e-2 : 1e-6);
        }
        assertThat(Msg.OPERATOR.plan(Msg.request(from, to, Msg.options())).preservation()).isEqualTo(Preservation.EXACT);
    }

    @ParameterizedTest
    @EnumSource
    void newLayersAreHiddenWhereverTheyStandAndWhateverTheyHold(Family family) {
        ModelShape from = SmallShapes.of(family);
        ModelShape to = from.toBuilder().layers(5).intermediate(7).build();
        ModelState small = RandomModels.model(from, 3);
        for (String init : new String[] {"copy", "random"}) {
            for (String placement : new String[] {"stack", "interpolate"}) {
                Grown result = Msg.grow(small, to, Msg.options().with("layer-init", init).with("placement", placement));
                assertThat(LogitChange.between(small, result.state())).isLessThan(EXACT);
            }
        }
    }

    /** The released code locks growth while masks open; here what is half open stays where it is. */
    @ParameterizedTest
    @EnumSource
    void aGrowthInTheMiddleOfARampKeepsTheFunctionToo(Family family) {
        ModelShape from = SmallShapes.of(family);
        boolean llama = family == Family.LLAMA;
        ModelShape once = (llama ? from.toBuilder().heads(6).kvHeads(3) : from.toBuilder().heads(3)).hidden(12).layers(3).intermediate(8)
                .build();
        ModelShape twice = (llama ? once.toBuilder().heads(12).kvHeads(4) : once.toBuilder().heads(5)).hidden(20).layers(7).intermediate(9)
                .build();
        ModelState begun = Msg.grow(RandomModels.model(from, 3), once, Msg.options().with("std", 0.5)).state();
        ModelState halfOpen = begun.withGates(Ramps.risen(begun.gates(), 0.3f));
        assertThat(LogitChange.between(begun, halfOpen)).isGreaterThan(1e-3);
        for (String placement : new String[] {"stack", "interpolate"}) {
            ModelState grown = Msg.grow(halfOpen, twice, Msg.options().with("std", 0.5).with("placement", placement)).state();
            assertThat(LogitChange.between(halfOpen, grown)).isLessThan(EXACT);
        }
    }

    /** Heads with keys and values of their own become grouped ones while their masks open: scores c²·q·k, outputs c·v either way. */
    @Test
    void headsMayBecomeGroupedInTheMiddleOfARamp() {
        ModelShape own = llama(false, 2, 2);
        ModelState begun = Msg.grow(RandomModels.model(own, 3), llama(false, 4, 4), Msg.options().with("std", 0.5)).state();
        ModelState halfOpen = begun.withGates(Ramps.risen(begun.gates(), 0.3f));
        ModelState grown = Msg.grow(halfOpen, llama(false, 8, 4), Msg.options().with("std", 0.5)).state();
        assertThat(LogitChange.between(halfOpen, grown)).isLessThan(EXACT);
    }

    private static ModelShape llama(boolean tied, int heads, int kvHeads) {
        return SmallShapes.of(Family.LLAMA).toBuilder().tied(tied).heads(heads).kvHeads(kvHeads).build();
    }

    private static Arguments pair(ModelShape from, ModelShapeBuilder to) {
        return Arguments.of(from, to.build());
    }
}
