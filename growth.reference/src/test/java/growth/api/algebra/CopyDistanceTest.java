package growth.api.algebra;

import static growth.api.algebra.Growths.llama;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.operator.GrowthPlan;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.reference.Grown;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is expected of uneven shares is worked out from the small model's gradients by the rule of growth-methods 1.6. */
class CopyDistanceTest {
    private final ModelShape from = llama().build();
    private final ModelState small = RandomModels.model(from, 3);
    private final Map<String, INDArray> before = Growths.gradients(small);

    @Test
    void paddingCopiesNothing() {
        GrowthMap map = GrowthMap.between(from, from.toBuilder().intermediate(9).build()).padWidth(0.3).build("pad");
        assertThat(NewEntries.of(map).copyDistance(gradients(map))).isEmpty();
    }

    /** Moments under SCALED are what the gradients would be. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void copiesWithEvenSharesStayEqual(Family family) {
        ModelShape shape = SmallShapes.of(family);
        ModelShape twice = shape.toBuilder().hidden(2 * shape.hidden()).heads(2 * shape.heads()).kvHeads(2 * shape.kvHeads())
                .intermediate(2 * shape.intermediate()).build();
        GrowthMap even = GrowthMap.between(shape, twice).copyWidth().build("copy");
        assertThat(NewEntries.of(even).copyDistance(scaled(even)).orElseThrow()).isLessThan(1e-12);
        GrowthMap uneven = GrowthMap.between(shape, twice).copyWidth()
                .heads(HeadMaps.copy(shape.heads(), shape.kvHeads(), twice.heads(), twice.kvHeads()).unevenShares(3))
                .axis(Axis.HIDDEN, IndexMap.uneven(shape.hidden(), twice.hidden(), 1))
                .axis(Axis.INTERMEDIATE, IndexMap.uneven(shape.intermediate(), twice.intermediate(), 2)).build("copy");
        assertThat(NewEntries.of(uneven).copyDistance(scaled(uneven)).orElseThrow()).isGreaterThan(1e-3);
    }

    private static Map<String, INDArray> scaled(GrowthMap map) {
        ModelState small = RandomModels.model(map.from(), 3);
        Map<String, OptimizerState> moments = new LinkedHashMap<>();
        RandomModels.model(map.from(), 4).parameters().forEach((name, g) -> moments.put(name,
                new OptimizerState(1, Map.of(Slot.FIRST_MOMENT, g, Slot.SECOND_MOMENT, g.mul(g)), Optional.empty())));
        ModelState state = new ModelState(small.shape(), small.parameters(), moments, Map.of(), Gates.none());
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        Grown.state(map, state, OptimizerStatePolicy.SCALED, 1).optimizer()
                .forEach((name, s) -> gradients.put(name, s.slots().get(Slot.FIRST_MOMENT)));
        return gradients;
    }

    /** Any gradients: head 2 of one layer is a copy of head 0, in query, key and value, in their biases, and in what reads them. */
    @Test
    void aHeadOfAFusedProjectionHasThreeParts() {
        ModelShape one = SmallShapes.of(Family.GPT2).toBuilder().layers(1).build();
        GrowthMap map = GrowthMap.between(one, one.toBuilder().hidden(12).heads(3).build()).axis(Axis.HIDDEN, IndexMap.pad(8, 12))
                .heads(HeadMaps.copy(2, 2, 3, 3)).build("heads");
        Map<String, INDArray> gradients = RandomModels.model(map.to(), 9).parameters();
        INDArray weight = gradients.get("transformer.h.0.attn.c_attn.weight");
        INDArray bias = gradients.get("transformer.h.0.attn.c_attn.bias");
        INDArray out = gradients.get("transformer.h.0.attn.c_proj.weight");
        double difference = 0;
        double reference = 0;
        for (int k = 0; k < 4; k++) {
            for (int part = 0; part < 3; part++) {
                int original = part * 12 + k;
                difference += Math.pow(bias.getDouble(original + 8) - bias.getDouble(original), 2);
                reference += Math.pow(bias.getDouble(original), 2);
                for (int h = 0; h < 12; h++) {
                    difference += Math.pow(weight.getDouble(h, original + 8) - weight.getDouble(h, original), 2);
                    reference += Math.pow(weight.getDouble(h, original), 2);
                }
            }
            for (int h = 0; h < 12; h++) {
                difference += Math.pow(out.getDouble(k + 8, h) - out.getDouble(k, h), 2);
                reference += Math.pow(out.getDouble(k, h), 2);
            }
        }
        assertThat(NewEntries.of(map).copyDistance(gradients).orElseThrow()).isCloseTo(Math.sqrt(difference / reference), within(1e-12));
    }

    @Test
    void unevenSharesScaleTheRowsOfNeuronsAndNotTheirColumns() {
        IndexMap neurons = IndexMap.uneven(6, 15, 1);
        GrowthMap map = GrowthMap.between(from, from.toBuilder().intermediate(15).build()).axis(Axis.INTERMEDIATE, neurons).build("copy");
        double smallest = Double.POSITIVE_INFINITY;
        for (int layer = 0; layer < 2; layer++) {
            for (int i = 6; i < 15; i++) {
                int s = neurons.source()[i];
                double rows = squares("mlp.up_proj", layer, s, true) + squares("mlp.gate_proj", layer, s, true);
                smallest = Math.min(smallest, distance(share(neurons, i), share(neurons, first(neurons, s)), rows,
                        squares("mlp.down_proj", layer, s, false)));
            }
        }
        assertThat(smallest).isGreaterThan(1e-3);
        assertThat(NewEntries.of(map).copyDistance(gradients(map)).orElseThrow()).isCloseTo(smallest, within(1e-10));
    }

    /** Key and value heads have rows alone, which are scaled as a whole: a distance like any other. */
    @Test
    void unevenSharesOfHeadsReachTheirQueriesKeysAndValues() {
        HeadMaps heads = HeadMaps.copy(4, 2, 8, 4).unevenShares(5);
        GrowthMap map = GrowthMap.between(from, from.toBuilder().heads(8).kvHeads(4).build()).heads(heads).build("heads");
        double smallest = Double.POSITIVE_INFINITY;
        for (int layer = 0; layer < 2; layer++) {
            for (int i = 4; i < 8; i++) {
                int s = heads.query().source()[i];
                smallest = Math.min(smallest, distance(share(heads.query(), i), share(heads.query(), first(heads.query(), s)),
                        head("self_attn.q_proj", layer, s, true), head("self_attn.o_proj", layer, s, false)));
            }
        }
        for (int i = 2; i < 4; i++) {
            int s = heads.keyValue().source()[i];
            smallest = Math.min(smallest, distance(share(heads.keyValue(), i), share(heads.keyValue(), first(heads.keyValue(), s)), 1, 0));
        }
        assertThat(smallest).isGreaterThan(1e-3);
        assertThat(NewEntries.of(map).copyDistance(gradients(map)).orElseThrow()).isCloseTo(smallest, within(1e-10));
    }

    @Test
    void unevenSharesOfTheStreamAreADistance() {
        GrowthMap map = GrowthMap.between(from, from.toBuilder().hidden(16).build()).axis(Axis.HIDDEN, IndexMap.uneven(8, 16, 2))
                .build("stream");
        assertThat(NewEntries.of(map).copyDistance(gradients(map)).orElseThrow()).isGreaterThan(1e-3);
    }

    @Test
    void noiseInReadersIsADistance() {
        GrowthMap map = GrowthMap.between(from, from.toBuilder().intermediate(12).build()).copyWidth().build("copy");
        ModelState grown = Growths.grow(map, small);
        assertThat(NewEntries.of(map).copyDistance(Growths.gradients(grown)).orElseThrow()).isLessThan(1e-12);
        grown = StateGrowth.apply(GrowthPlan.of(map, Preservation.EXACT).then(new PairedNoise(0.2)), small, OptimizerStatePolicy.RESET, 1);
        assertThat(NewEntries.of(map).copyDistance(Growths.gradients(grown)).orElseThrow()).isGreaterThan(1e-2);
    }

    @Test
    void onePairThatIsAlikeIsEnough() {
        GrowthMap map = GrowthMap.between(from, from.toBuilder().intermediate(12).build())
                .axis(Axis.INTERMEDIATE, IndexMap.uneven(6, 12, 1)).build("copy");
        Map<String, INDArray> gradients = gradients(map);
        for (String name : new String[] {"gate_proj", "up_proj"}) {
            INDArray rows = gradients.get("model.layers.1.mlp." + name + ".weight");
            rows.putRow(9, rows.getRow(3).dup());
        }
        assertThat(NewEntries.of(map).copyDistance(gradients).orElseThrow()).as("neuron 9 of layer 1 has the rows and columns of 3")
                .isLessThan(1e-12);
        INDArray columns = gradients.get("model.layers.1.mlp.down_proj.weight");
        columns.putColumn(9, columns.getColumn(9).mul(3));
        assertThat(NewEntries.of(map).copyDistance(gradients).orElseThrow()).isGreaterThan(1e-3);
    }

    @Test
    void copiedLayersHaveADistance() {
        GrowthMap map = GrowthMap.depth(from, from.toBuilder().layers(4).build(), LayerMap.stack(2, 4), "stack");
        Map<String, INDArray> gradients = gradients(map);
        assertThat(NewEntries.of(map).copyDistance(gradients).orElseThrow()).isGreaterThan(0.01);
        Map<String, INDArray> locked = new LinkedHashMap<>(gradients);
        locked.replaceAll((name, g) -> name.contains("layers.3") ? gradients.get(name.replace("layers.3", "layers.1")) : g);
        assertThat(NewEntries.of(map).copyDistance(locked).orElseThrow()).isZero();
    }

    private Map<String, INDArray> gradients(GrowthMap map) {
        return Growths.gradients(Growths.grow(map, small));
    }

    /** With a the shares: what writes the copy has a times the old gradient, what reads it has the old one. */
    private static double distance(double copy, double original, double writers, double readers) {
        return Math.sqrt(Math.pow(copy - original, 2) * writers / (original * original * writers + readers));
    }

    private static double share(IndexMap map, int i) {
        return map.coefficient()[i];
    }

    private static int first(IndexMap map, int source) {
        int i = 0;
        while (map.source()[i] != source) {
            i++;
        }
        return i;
    }

    private double head(String name, int layer, int head, boolean row) {
        double sum = 0;
        for (int i = 4 * head; i < 4 * head + 4; i++) {
            sum += squares(name, layer, i, row);
        }
        return sum;
    }

    private double squares(String name, int layer, int i, boolean row) {
        INDArray gradient = before.get("model.layers." + layer + "." + name + ".weight");
        return Math.pow((row ? gradient.getRow(i) : gradient.getColumn(i)).norm2Number().doubleValue(), 2);
    }
}
