package growth.api.algebra;

import static growth.api.algebra.Growths.llama;
import static growth.api.algebra.Growths.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.random.SplitMix;
import growth.reference.Grown;
import growth.reference.LogitChange;
import growth.reference.RandomModels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class StateGrowthTest {
    private final ModelShape from = llama().build();
    private final ModelShape to = from.toBuilder().hidden(12).heads(6).kvHeads(3).intermediate(9).layers(3).build();
    private final GrowthMap padded = GrowthMap.between(from, to).padWidth(0.3).layers(LayerMap.stack(2, 3)).build("pad");

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherOneOthers() {
        ModelState small = RandomModels.model(from, 3);
        ModelState once = Grown.state(padded, small, OptimizerStatePolicy.RESET, 1);
        ModelState again = Grown.state(padded, small, OptimizerStatePolicy.RESET, 1);
        ModelState other = Grown.state(padded, small, OptimizerStatePolicy.RESET, 2);
        once.parameters().forEach((name, value) -> assertThat(values(again.parameters().get(name))).containsExactly(values(value)));
        String name = "model.layers.0.mlp.up_proj.weight";
        assertThat(values(other.parameters().get(name))).isNotEqualTo(values(once.parameters().get(name)));
    }

    @Test
    void randomNumbersOfATensorDependOnItsNameNotOnOtherTensors() {
        ModelState small = RandomModels.model(from, 3);
        ModelShape narrow = from.toBuilder().intermediate(9).build();
        ModelShape deep = narrow.toBuilder().layers(5).build();
        GrowthMap one = GrowthMap.between(from, narrow).padWidth(0.3).build("pad");
        GrowthMap two = GrowthMap.between(from, deep).padWidth(0.3).layers(LayerMap.stack(2, 5)).build("pad");
        String name = "model.layers.1.mlp.up_proj.weight";
        assertThat(values(grow(two, small).parameters().get(name))).containsExactly(values(grow(one, small).parameters().get(name)));
        assertThat(values(grow(two, small).parameters().get("model.layers.3.mlp.up_proj.weight")))
                .isNotEqualTo(values(grow(two, small).parameters().get(name)));
    }

    @Test
    void theOldStateIsLeftAsItIs() {
        ModelState small = Growths.withGradients(RandomModels.model(from, 3), 4);
        ModelState copy = small.copy();
        Grown.state(padded, small, OptimizerStatePolicy.SCALED, 1).arrays().forEach(a -> a.assign(9));
        List<INDArray> before = copy.arrays().toList();
        List<INDArray> after = small.arrays().toList();
        for (int i = 0; i < before.size(); i++) {
            assertThat(values(after.get(i))).containsExactly(values(before.get(i)));
        }
    }

    @Test
    void floatsAreGrownAsDoublesAreUpToRounding() {
        ModelState small = RandomModels.model(from, 3);
        ModelState exact = grow(padded, small);
        ModelState rounded = grow(padded, small.map(a -> a.castTo(DataType.FLOAT)));
        exact.parameters().forEach((name, value) -> {
            INDArray single = rounded.parameters().get(name);
            assertThat(single.dataType()).isEqualTo(DataType.FLOAT);
            assertThat(LogitChange.maxDifference(values(single.castTo(DataType.DOUBLE)), values(value))).isLessThan(1e-6);
        });
    }

    @Test
    void viewsOfAFlatBufferAndOtherOrdersAreReadRight() {
        ModelState small = RandomModels.model(from, 3);
        long total = small.shape().parameterCount();
        INDArray flat = Nd4j.create(DataType.DOUBLE, total + 5);
        long[] offset = {5};
        ModelState views = small.map(a -> {
            INDArray view = flat.get(NDArrayIndex.interval(offset[0], offset[0] + a.length())).reshape('c', a.shape());
            view.assign(a);
            offset[0] += a.length();
            return view;
        });
        ModelState fortran = small.map(a -> a.dup('f'));
        ModelState expected = grow(padded, small);
        expected.parameters().forEach((name, value) -> {
            assertThat(values(grow(padded, views).parameters().get(name))).as(name).containsExactly(values(value));
            assertThat(values(grow(padded, fortran).parameters().get(name))).as(name).containsExactly(values(value));
        });
    }

    @Test
    void averagesGoTheSameWay() {
        ModelState small = RandomModels.model(from, 3);
        ModelState averaged = new ModelState(from, small.parameters(), Map.of(), Map.of("0.999", RandomModels.model(from, 8).parameters(),
                "0.9", small.parameters()), Gates.none());
        ModelState grown = grow(padded, averaged);
        ModelState other = grow(padded, RandomModels.model(from, 8));
        grown.parameters().forEach((name, value) -> {
            assertThat(values(grown.averages().get("0.9").get(name))).containsExactly(values(value));
            assertThat(values(grown.averages().get("0.999").get(name))).containsExactly(values(other.parameters().get(name)));
        });
    }

    @Test
    void gatesGoWhereTheirSitesGo() {
        Gates gates = Gates.none().with(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER), new float[] {1, 1, 1, 1, 1, 1, 1, 0.5f})
                .with(new GateSite(Axis.LAYERS, 1), new float[] {0.25f});
        ModelState grown = grow(padded, RandomModels.model(from, 3).withGates(gates));
        assertThat(grown.gates().at(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER)).orElseThrow())
                .containsExactly(1, 1, 1, 1, 1, 1, 1, 0.5f, 1, 1, 1, 1);
        assertThat(grown.gates().at(new GateSite(Axis.LAYERS, 1)).orElseThrow()).containsExactly(0.25f);
        assertThat(grown.gates().at(new GateSite(Axis.LAYERS, 2)).orElseThrow()).containsExactly(0.25f);
        assertThat(grown.gates().at(new GateSite(Axis.LAYERS, 0))).isEmpty();
    }

    @Test
    void theMapIsToldInWords() {
        assertThat(padded.description()).isEqualTo("pad: hidden 8 → 12 (kept, 4 new), intermediate 6 → 9 (kept, 3 new), "
                + "heads 4 → 6 (kept, 2 new), kv heads 2 → 3 (kept, 1 new), layers 2 → 3 (0–1 ×1, 1)");
        assertThat(GrowthMap.depth(from, from.toBuilder().layers(8).build(), LayerMap.stack(2, 8), "stack").description())
                .isEqualTo("stack: layers 2 → 8 (0–1 ×4)");
        assertThat(GrowthMap.depth(from, from.toBuilder().layers(4).build(), LayerMap.identityInterleaved(2, 4), "identity").description())
                .isEqualTo("identity: layers 2 → 4 (0 0° 1 1°; ° writes nothing yet)");
    }

    @Test
    void mapsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> grow(padded, RandomModels.model(from.toBuilder().layers(1).build(), 3)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cannot grow");
        assertThatThrownBy(() -> GrowthMap.between(from, to).build("nothing")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without a map");
        assertThatThrownBy(() -> GrowthMap.between(from, from.toBuilder().tied(true).build()).build("untie"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("tied head");
        ModelState half = RandomModels.model(from, 3).map(a -> a.castTo(DataType.FLOAT16));
        assertThatThrownBy(() -> grow(padded, half)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("float or double");
    }

    @Test
    void freshModelsAreDistributedAsDocumented() {
        ModelShape shape = llama().layers(8).hidden(64).heads(4).headSize(16).intermediate(128).build();
        ModelState model = ParameterInitializer.initialize(shape, 4);
        assertThat(deviation(model, "model.layers.0.mlp.up_proj.weight")).isCloseTo(0.02, within(0.001));
        assertThat(deviation(model, "model.layers.7.mlp.down_proj.weight")).isCloseTo(0.02 / 4, within(0.0003));
        assertThat(values(model.parameters().get("model.norm.weight").castTo(DataType.DOUBLE))).containsOnly(1);
        ModelState exact = ParameterInitializer.initialize(shape, 4, DataType.DOUBLE);
        double entry = exact.parameters().get("lm_head.weight").getDouble(3, 5);
        assertThat(model.parameters().get("lm_head.weight").getFloat(3, 5)).isEqualTo((float) entry);
        assertThat(model.optimizer()).isEmpty();
    }

    @Test
    void anInitialWeightFollowsFromSeedTensorAndRow() {
        ModelState model = ParameterInitializer.initialize(llama().build(), 7, DataType.DOUBLE);
        SplittableRandom random = SplitMix.generator(7, "model.layers.0.mlp.up_proj.weight", 3);
        double[] row = DoubleStream.generate(random::nextGaussian).map(x -> 0.02 * x).limit(llama().build().hidden()).toArray();
        assertThat(model.parameters().get("model.layers.0.mlp.up_proj.weight").getRow(3).toDoubleVector()).containsExactly(row);
    }

    /** Standard deviation of a tensor whose mean is 0. */
    private static double deviation(ModelState model, String name) {
        double[] values = values(model.parameters().get(name).castTo(DataType.DOUBLE));
        double mean = Arrays.stream(values).average().orElseThrow();
        assertThat(mean).isCloseTo(0, within(0.001));
        return Math.sqrt(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
    }

    private static ModelState grow(GrowthMap map, ModelState state) {
        return Grown.state(map, state, OptimizerStatePolicy.RESET, 1);
    }
}
