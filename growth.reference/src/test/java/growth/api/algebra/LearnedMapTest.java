package growth.api.algebra;

import static growth.api.algebra.Growths.grow;
import static growth.api.algebra.Growths.llama;
import static growth.api.algebra.Growths.values;
import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.reference.LogitChange;
import growth.reference.RandomModels;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Dense maps, as LiGO learns them (growth-methods 7.5). */
class LearnedMapTest {

    @Test
    void learnedMapsThatAreOneHotAreIndexMaps() {
        ModelShape from = llama().tied(true).build();
        ModelShape to = from.toBuilder().hidden(16).heads(8).kvHeads(4).intermediate(12).build();
        GrowthMap indexed = GrowthMap.between(from, to).copyWidth().build("copy");
        GrowthMapBuilder learned = GrowthMap.between(from, to);
        indexed.axes().forEach((axis, map) -> learned.axis(axis, Growths.dense((IndexMap) map)));
        ModelState small = RandomModels.model(from, 3);
        ModelState expected = grow(indexed, small);
        grow(learned.build("learned"), small).parameters().forEach((name, value) -> {
            assertThat(value.shape()).containsExactly(expected.parameters().get(name).shape());
            assertThat(LogitChange.maxDifference(values(value), values(expected.parameters().get(name)))).as(name).isLessThan(1e-15);
        });
    }

    @Test
    void learnedMapsMultiplyFromBothSides() {
        ModelShape from = llama().build();
        ModelShape to = from.toBuilder().hidden(9).intermediate(7).build();
        INDArray hidden = Nd4j.rand(DataType.DOUBLE, 9, 8);
        INDArray write = Nd4j.rand(DataType.DOUBLE, 7, 6);
        INDArray read = Nd4j.rand(DataType.DOUBLE, 7, 6);
        GrowthMap map = GrowthMap.between(from, to).axis(Axis.HIDDEN, new DenseMap(hidden, hidden))
                .axis(Axis.INTERMEDIATE, new DenseMap(write, read)).build("learned");
        ModelState small = RandomModels.model(from, 3);
        Map<String, INDArray> grown = grow(map, small).parameters();
        INDArray up = write.mmul(small.parameters().get("model.layers.1.mlp.up_proj.weight")).mmul(hidden.transpose());
        INDArray down = hidden.mmul(small.parameters().get("model.layers.1.mlp.down_proj.weight")).mmul(read.transpose());
        assertThat(LogitChange.maxDifference(values(grown.get("model.layers.1.mlp.up_proj.weight")), values(up))).isLessThan(1e-12);
        assertThat(LogitChange.maxDifference(values(grown.get("model.layers.1.mlp.down_proj.weight")), values(down))).isLessThan(1e-12);
    }
}
