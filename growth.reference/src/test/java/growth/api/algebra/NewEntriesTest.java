package growth.api.algebra;

import static growth.api.algebra.Growths.llama;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.reference.RandomModels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class NewEntriesTest {
    private final ModelShape from = llama().build();

    @Test
    void whatSilentLayersWriteIsNew() {
        GrowthMap map = GrowthMap.depth(from, from.toBuilder().layers(3).build(), LayerMap.identityAppended(2, 3), "identity");
        NewEntries entries = NewEntries.of(map);
        List<String> writers = List.of("model.layers.2.self_attn.o_proj.weight", "model.layers.2.mlp.down_proj.weight");
        assertThat(entries.names()).containsExactlyElementsOf(writers);
        Map<String, INDArray> gradients = gradients(map);
        double squares = writers.stream().mapToDouble(n -> Math.pow(gradients.get(n).norm2Number().doubleValue(), 2)).sum();
        assertThat(squares).isPositive();
        assertThat(entries.gradientNorm(gradients)).isCloseTo(Math.sqrt(squares), within(1e-12));
        assertThat(entries.dead(gradients)).isEmpty();
    }

    @Test
    void onlyPaddedEntriesAreNew() {
        GrowthMap map = GrowthMap.between(from, from.toBuilder().intermediate(9).build()).padWidth(0.3).build("pad");
        Map<String, INDArray> gradients = gradients(map);
        NewEntries entries = NewEntries.of(map);
        assertThat(entries.names()).hasSize(6).doesNotContain("model.norm.weight");
        double squares = 0;
        for (int layer = 0; layer < 2; layer++) {
            INDArray down = gradients.get("model.layers." + layer + ".mlp.down_proj.weight");
            for (int row = 0; row < 8; row++) {
                for (int column = 6; column < 9; column++) {
                    squares += down.getDouble(row, column) * down.getDouble(row, column);
                }
            }
        }
        assertThat(entries.gradientNorm(gradients)).as("the rest waits for W_down").isCloseTo(Math.sqrt(squares), within(1e-12));
        assertThat(entries.dead(gradients)).hasSize(4).allMatch(n -> n.contains("up_proj") || n.contains("gate_proj"));
    }

    @Test
    void neuronsWithBothGateAndUpZeroAreDead() {
        FillRule trap = (p, block) -> p.role() == ParameterRole.DOWN ? Fill.normal(0.3) : Fill.ZERO;
        GrowthMap map = GrowthMap.between(from, from.toBuilder().intermediate(9).build()).axis(Axis.INTERMEDIATE, IndexMap.pad(6, 9))
                .fill(trap).build("trap");
        Map<String, INDArray> gradients = gradients(map);
        assertThat(NewEntries.of(map).gradientNorm(gradients)).isZero();
        assertThat(NewEntries.of(map).dead(gradients)).hasSize(6);
    }

    private static Map<String, INDArray> gradients(GrowthMap map) {
        return Growths.gradients(Growths.grow(map, RandomModels.model(map.from(), 3)));
    }
}
