package growth.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.algebra.Fill;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.GrowthMapBuilder;
import growth.api.algebra.HeadMaps;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.model.View;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is new behind closed gates is not seen, whatever its weights: the grown model computes what the small one did. */
abstract class ClosedGatesTests extends EngineTests {
    /** Relative to the logits' norm: products are summed in another order where matrices are larger. */
    private static final double TOLERANCE = 1e-6;

    ClosedGatesTests(EngineConformance suite) {
        super(suite);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void newLayersAreNotSeenAtAll(Family family) {
        ModelShape small = SmallShapes.of(family);
        ModelShape to = small.toBuilder().layers(3).build();
        GrowthMapBuilder map = GrowthMap.between(small, to).layers(LayerMap.of(2, 0, 0, 1));
        assertHidden(map, Gates.none().with(new GateSite(Axis.LAYERS, 1), new float[1]), 0);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void newNeuronsHeadsAndCoordinatesAreNotSeen(Family family) {
        ModelShape small = SmallShapes.of(family);
        ModelShape to = small.toBuilder().intermediate(9).hidden(12).heads(family == Family.LLAMA ? 6 : 3)
                .kvHeads(3).build();
        GrowthMapBuilder map = GrowthMap.between(small, to).axis(Axis.INTERMEDIATE, IndexMap.pad(6, 9))
                .axis(Axis.HIDDEN, IndexMap.pad(8, 12)).heads(HeadMaps.pad(small.heads(), small.kvHeads(), to.heads(), to.kvHeads()));
        Gates gates = Gates.none().with(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER), opening(12, 8));
        for (int i = 0; i < 2; i++) {
            gates = gates.with(new GateSite(Axis.INTERMEDIATE, i), opening(9, 6));
            gates = gates.with(new GateSite(Axis.HEADS, i), opening(to.heads(), small.heads()));
            if (family == Family.LLAMA) {
                gates = gates.with(new GateSite(Axis.KV_HEADS, i), opening(3, 2));
            }
        }
        assertHidden(map, gates, TOLERANCE);
    }

    private static float[] opening(int size, int open) {
        float[] values = new float[size];
        Arrays.fill(values, 0, open, 1);
        return values;
    }

    private void assertHidden(GrowthMapBuilder builder, Gates gates, double tolerance) {
        GrowthMap map = builder.fill((parameter, block) -> Fill.normal(0.5)).build("random");
        ModelState small = SmallModels.floats(RandomModels.model(map.from(), 3));
        ModelState grown = Grown.state(map, small, OptimizerStatePolicy.RESET, 11);
        Batch batch = RandomModels.any(map.from(), 3, 4);
        try (EngineSession before = open(small, 2, 3);
                EngineSession after = open(grown.withGates(gates), 2, 3)) {
            double[] expected = Numbers.doubles(before.logits(batch, View.full()));
            double[] hidden = Numbers.doubles(after.logits(batch, View.full()));
            assertThat(Numbers.relativeError(hidden, expected)).isLessThanOrEqualTo(tolerance == 0 ? 0 : rounding().logits(tolerance));
            after.gates(Gates.none());
            assertThat(Numbers.relativeError(Numbers.doubles(after.logits(batch, View.full())), expected)).isGreaterThan(1e-3);
        }
    }
}
