package growth.api.algebra;

import static growth.api.algebra.Growths.grow;
import static growth.api.algebra.Growths.llama;
import static growth.api.algebra.Growths.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterLayout;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import growth.reference.LogitChange;
import growth.reference.RandomModels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Tensors of every layout: fused projections, convolutions, transposed weights, positions; blocks that are filled. */
class TensorGrowthTest {

    @Test
    void fusedProjectionsGrowPartByPart() {
        ModelShape from = ModelShape.builder(Family.GPT2).layers(1).hidden(6).heads(2).intermediate(4).vocabulary(5).context(4).build();
        ModelShape to = from.toBuilder().hidden(12).heads(4).intermediate(8).build();
        ModelState small = RandomModels.model(from, 3);
        ModelState grown = grow(GrowthMap.between(from, to).copyWidth().build("copy"), small);
        INDArray old = small.parameters().get("transformer.h.0.attn.c_attn.weight");
        INDArray fused = grown.parameters().get("transformer.h.0.attn.c_attn.weight");
        INDArray oldBias = small.parameters().get("transformer.h.0.attn.c_attn.bias");
        INDArray bias = grown.parameters().get("transformer.h.0.attn.c_attn.bias");
        for (int column = 0; column < 36; column++) {
            int source = column / 12 * 6 + column % 12 % 6;
            assertThat(bias.getDouble(column)).isEqualTo(oldBias.getDouble(source));
            for (int row = 0; row < 12; row++) {
                assertThat(fused.getDouble(row, column)).isEqualTo(old.getDouble(row % 6, source) / 2);
            }
        }
        double[] last = values(grown.parameters().get("transformer.ln_f.bias"));
        double[] oldLast = values(small.parameters().get("transformer.ln_f.bias"));
        assertThat(last[7]).as("the last norm before a tied head shares its bias, too").isEqualTo(oldLast[1] / 2);
    }

    @Test
    void paddedFusedProjectionsKeepTheirParts() {
        ModelShape from = ModelShape.builder(Family.GPT2).layers(1).hidden(4).heads(2).intermediate(4).vocabulary(5).context(4).build();
        ModelShape to = from.toBuilder().hidden(6).heads(3).build();
        ModelState small = RandomModels.model(from, 3);
        GrowthMap map = GrowthMap.between(from, to).padWidth(0.3).fill((p, block) -> Fill.constant(9)).build("pad");
        double[] bias = values(grow(map, small).parameters().get("transformer.h.0.attn.c_attn.bias"));
        double[] old = values(small.parameters().get("transformer.h.0.attn.c_attn.bias"));
        for (int i = 0; i < 18; i++) {
            assertThat(bias[i]).isEqualTo(i % 6 < 4 ? old[i / 6 * 4 + i % 6] : 9);
        }
    }

    @Test
    void tensorsOfHigherRankGrow() {
        ModelShape from = ModelShape.builder(Family.VIT).layers(1).hidden(4).heads(2).intermediate(4)
                .image(new ImageShape(4, 2, 3, 5)).build();
        ModelShape to = from.toBuilder().hidden(8).heads(4).build();
        ModelState small = RandomModels.model(from, 3);
        ModelState grown = grow(GrowthMap.between(from, to).copyWidth().build("copy"), small);
        INDArray kernel = grown.parameters().get("vit.embeddings.patch_embeddings.projection.weight");
        INDArray oldKernel = small.parameters().get("vit.embeddings.patch_embeddings.projection.weight");
        assertThat(kernel.shape()).containsExactly(8, 3, 2, 2);
        assertThat(kernel.getDouble(6, 2, 1, 0)).isEqualTo(oldKernel.getDouble(2, 2, 1, 0));
        INDArray token = grown.parameters().get("vit.embeddings.cls_token");
        assertThat(token.getDouble(0, 0, 7)).isEqualTo(small.parameters().get("vit.embeddings.cls_token").getDouble(0, 0, 3));
    }

    @Test
    void rowsOfEmbeddingTablesShareNothing() {
        ModelShape from = ModelShape.builder(Family.GPT2).layers(1).hidden(4).heads(2).intermediate(4).vocabulary(5).context(4).build();
        ModelShape to = from.toBuilder().context(8).build();
        ModelState small = RandomModels.model(from, 3);
        ModelState grown = grow(GrowthMap.between(from, to).axis(Axis.POSITIONS, IndexMap.tile(4, 8)).build("longer"), small);
        INDArray positions = grown.parameters().get("transformer.wpe.weight");
        assertThat(positions.getDouble(6, 1)).isEqualTo(small.parameters().get("transformer.wpe.weight").getDouble(2, 1));
    }

    @Test
    void widerHeadsKeepScoresAndOutputsApartFromRotation() {
        ModelShape from = llama().layers(1).build();
        ModelState small = RandomModels.model(from, 3);
        ModelState grown = grow(GrowthMap.between(from, from.toBuilder().headSize(12).build()).copyWidth().build("copy"), small);
        for (int head = 0; head < 4; head++) {
            assertThat(score(grown, head, 12)).isCloseTo(score(small, head, 4), within(1e-12));
        }
        assertThat(LogitChange.maxDifference(values(mixed(small, 4)), values(mixed(grown, 12)))).isLessThan(1e-12);
        assertThatThrownBy(() -> GrowthMap.between(from, from.toBuilder().headSize(6).build()).padWidth(0.3))
                .isInstanceOf(GrowthException.class).hasMessageContaining("give more heads");
    }

    /** The scaled product of one query head with its key head, for a fixed input, at position 0. */
    private static double score(ModelState state, int head, int size) {
        INDArray x = Nd4j.createFromArray(1.0, -2, 0.5, 3, 0.1, -0.7, 2, 1).reshape(8, 1);
        String layer = "model.layers.0.self_attn.";
        INDArray q = state.parameters().get(layer + "q_proj.weight").get(rows(head * size, size)).mmul(x);
        INDArray k = state.parameters().get(layer + "k_proj.weight").get(rows(head / 2 * size, size)).mmul(x);
        return q.mul(k).sumNumber().doubleValue() / Math.sqrt(size);
    }

    /** W_O W_V of the first head, {@code [hidden, hidden]}. */
    private static INDArray mixed(ModelState state, int size) {
        INDArray output = state.parameters().get("model.layers.0.self_attn.o_proj.weight");
        INDArray value = state.parameters().get("model.layers.0.self_attn.v_proj.weight");
        return output.get(NDArrayIndex.all(), NDArrayIndex.interval(0, size)).mmul(value.get(rows(0, size)));
    }

    @Test
    void everyBlockIsFilledByItsRule() {
        ModelShape from = llama().build();
        ModelShape to = from.toBuilder().hidden(10).intermediate(7).layers(3).build();
        FillRule rule = (p, block) -> Fill.constant(block.ordinal() + 100);
        LayerMap layers = new LayerMap(2, List.of(new LayerMap.Source(0, false), new LayerMap.Source(1, false),
                new LayerMap.Source(IndexMap.NEW, false)));
        GrowthMap map = GrowthMap.between(from, to).axis(Axis.HIDDEN, IndexMap.pad(8, 10)).axis(Axis.INTERMEDIATE, IndexMap.pad(6, 7))
                .layers(layers).fill(rule).build("pad");
        Map<String, INDArray> grown = grow(map, RandomModels.model(from, 3)).parameters();
        INDArray up = grown.get("model.layers.0.mlp.up_proj.weight");
        assertThat(up.getDouble(2, 9)).as("A: an old neuron reads a new coordinate").isEqualTo(100);
        assertThat(up.getDouble(6, 3)).as("B: a new neuron reads an old coordinate").isEqualTo(101);
        assertThat(up.getDouble(6, 9)).as("C").isEqualTo(102);
        assertThat(grown.get("model.embed_tokens.weight").getDouble(3, 8)).as("B of an embedding").isEqualTo(101);
        assertThat(grown.get("model.norm.weight").getDouble(8)).as("vectors are B").isEqualTo(101);
        assertThat(values(grown.get("model.layers.2.mlp.up_proj.weight"))).as("matrices of fresh layers are C").containsOnly(102);
        assertThat(values(grown.get("model.layers.2.input_layernorm.weight"))).containsOnly(101);
    }

    @Test
    void tensorsCanBeGrownOneByOne() {
        ModelShape from = llama().build();
        GrowthMap map = GrowthMap.depth(from, from.toBuilder().layers(4).build(), LayerMap.stack(2, 4), "stack");
        ModelState small = Growths.withGradients(RandomModels.model(from, 3), 5);
        ModelState whole = Grown.state(map, small, OptimizerStatePolicy.CARRY, 1);
        ParameterLayout.of(map.to()).parameters().forEach(p -> {
            TensorGrowth tensor = TensorGrowth.of(map, p, 1);
            String source = tensor.source().orElseThrow();
            assertThat(values(tensor.values(Optional.of(small.parameters().get(source)), DataType.DOUBLE)))
                    .containsExactly(values(whole.parameters().get(p.name())));
            assertThat(tensor.optimizer(small.optimizer().get(source), OptimizerStatePolicy.CARRY, GrownArrays.OWN).orElseThrow().slots())
                    .containsOnlyKeys(Slot.FIRST_MOMENT, Slot.SECOND_MOMENT);
        });
    }

    private static INDArrayIndex[] rows(int first, int count) {
        return new INDArrayIndex[] {NDArrayIndex.interval(first, first + count),
            NDArrayIndex.all()};
    }
}
