package growth.api.algebra;

import static growth.api.algebra.Growths.grow;
import static growth.api.algebra.Growths.llama;
import static growth.api.algebra.Growths.logitChange;
import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.reference.RandomModels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Growth in depth, against growth-methods 1.5, and depth and width together. */
class DepthGrowthTest {
    private final ModelShape from = llama().layers(3).build();

    @Test
    void everyLayerOfAStackIsItsSourceToTheLastBit() {
        LayerMap layers = LayerMap.stack(3, 8);
        ModelState small = RandomModels.model(from, 3);
        ModelState grown = grow(depth(layers), small);
        List<Integer> sources = List.of(0, 1, 2, 0, 1, 2, 1, 2);
        ParameterLayout.of(grown.shape()).parameters().forEach(p -> {
            String source = p.layer() < 0 ? p.name() : p.inLayer(sources.get(p.layer())).name();
            INDArray value = grown.parameters().get(p.name());
            assertThat(Growths.values(value)).as(p.name()).containsExactly(Growths.values(small.parameters().get(source)));
        });
        assertThat(logitChange(small, grown)).isGreaterThan(1e-3);
    }

    @Test
    void copiesShareNoMemory() {
        ModelState small = RandomModels.model(from, 3);
        double before = small.parameters().get("model.layers.0.mlp.up_proj.weight").getDouble(0);
        ModelState grown = grow(depth(LayerMap.stack(3, 6)), small);
        grown.arrays().forEach(a -> a.assign(7));
        assertThat(small.parameters().get("model.layers.0.mlp.up_proj.weight").getDouble(0)).isEqualTo(before);
        grown.parameters().get("model.layers.0.mlp.up_proj.weight").assign(1);
        assertThat(grown.parameters().get("model.layers.3.mlp.up_proj.weight").getDouble(0)).isEqualTo(7);
    }

    @Test
    void silentLayersKeepTheFunctionInAnyPlace() {
        assertThat(logitChange(depth(LayerMap.identityInterleaved(3, 5)))).isLessThan(1e-12);
        assertThat(logitChange(depth(LayerMap.identityInterleaved(3, 12)))).isLessThan(1e-12);
        assertThat(logitChange(depth(LayerMap.identityAppended(3, 7)))).isLessThan(1e-12);
        LayerMap first = new LayerMap(3, List.of(copy(2, true), copy(0, false), copy(0, true), copy(1, false), copy(2, false)));
        assertThat(logitChange(depth(first))).isLessThan(1e-12);
        LayerMap fresh = new LayerMap(3, List.of(copy(0, false), copy(IndexMap.NEW, true), copy(1, false), copy(2, false)));
        assertThat(logitChange(depth(fresh))).isLessThan(1e-12);
    }

    @Test
    void aSilentLayerIsItsSourceExceptForWhatItWrites() {
        ModelState small = RandomModels.model(from, 3);
        ModelState grown = grow(depth(LayerMap.identityInterleaved(3, 6)), small);
        ParameterLayout.of(grown.shape()).parameters().stream().filter(p -> p.layer() == 3).forEach(p -> {
            double[] values = Growths.values(grown.parameters().get(p.name()));
            double[] source = Growths.values(small.parameters().get(p.inLayer(1).name()));
            assertThat(values).as(p.name()).containsExactly(p.role().writesResidual() ? new double[source.length] : source);
        });
    }

    @Test
    void freshLayersAreInitialisedAndOthersKept() {
        LayerMap layers = new LayerMap(3, List.of(copy(0, false), copy(1, false), copy(2, false), copy(IndexMap.NEW, false)));
        ModelState grown = grow(depth(layers), RandomModels.model(from, 3));
        ModelState initial = ParameterInitializer.initialize(grown.shape(), Growths.SEED, DataType.DOUBLE);
        for (String name : List.of("input_layernorm", "self_attn.q_proj", "mlp.down_proj")) {
            String full = "model.layers.3." + name + ".weight";
            assertThat(Growths.values(grown.parameters().get(full))).containsExactly(Growths.values(initial.parameters().get(full)));
        }
    }

    @Test
    void widthAndDepthCommute() {
        ModelShape deep = from.toBuilder().layers(6).build();
        ModelShape wide = from.toBuilder().hidden(16).heads(8).kvHeads(4).intermediate(12).build();
        ModelShape both = wide.toBuilder().layers(6).build();
        ModelState small = RandomModels.model(from, 3);
        LayerMap stack = LayerMap.stack(3, 6);
        ModelState stacked = grow(GrowthMap.depth(from, deep, stack, "stack"), small);
        ModelState depthFirst = grow(GrowthMap.between(deep, both).copyWidth().build("copy"), stacked);
        ModelState widened = grow(GrowthMap.between(from, wide).copyWidth().build("copy"), small);
        ModelState widthFirst = grow(GrowthMap.depth(wide, both, stack, "stack"), widened);
        ModelState atOnce = grow(GrowthMap.between(from, both).copyWidth().layers(stack).build("both"), small);
        depthFirst.parameters().forEach((name, value) -> {
            assertThat(Growths.values(widthFirst.parameters().get(name))).as(name).containsExactly(Growths.values(value));
            assertThat(Growths.values(atOnce.parameters().get(name))).as(name).containsExactly(Growths.values(value));
        });
        assertThat(logitChange(stacked, atOnce)).isLessThan(1e-12);
    }

    @Test
    void paddingAndSilentLayersKeepTheFunctionInAnyOrder() {
        ModelShape deep = from.toBuilder().layers(5).build();
        ModelShape wide = from.toBuilder().hidden(12).heads(6).kvHeads(3).intermediate(9).build();
        ModelState small = RandomModels.model(from, 3);
        GrowthMap widen = GrowthMap.between(from, wide).padWidth(0.3).build("pad");
        ModelState padded = grow(widen, small);
        ModelShape deepened = widen.to().toBuilder().layers(5).build();
        ModelState widthFirst = grow(GrowthMap.depth(widen.to(), deepened, LayerMap.identityInterleaved(3, 5), "identity"), padded);
        ModelState deepSmall = grow(GrowthMap.depth(from, deep, LayerMap.identityAppended(3, 5), "identity"), small);
        ModelState depthFirst = grow(GrowthMap.between(deep, wide.toBuilder().layers(5).build()).padWidth(0.3).build("pad"), deepSmall);
        assertThat(logitChange(small, widthFirst)).isLessThan(1e-12);
        assertThat(logitChange(small, depthFirst)).isLessThan(1e-12);
        ModelShape doubled = depthFirst.shape().toBuilder().hidden(24).heads(12).kvHeads(6).build();
        GrowthMap copy = GrowthMap.between(depthFirst.shape(), doubled).copyWidth().build("copy");
        assertThat(logitChange(small, grow(copy, depthFirst))).isLessThan(1e-12);
    }

    private GrowthMap depth(LayerMap layers) {
        return GrowthMap.depth(from, from.toBuilder().layers(layers.to()).build(), layers, "depth");
    }

    private static LayerMap.Source copy(int layer, boolean silent) {
        return new LayerMap.Source(layer, silent);
    }
}
