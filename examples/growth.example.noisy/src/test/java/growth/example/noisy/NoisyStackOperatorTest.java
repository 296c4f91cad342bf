package growth.example.noisy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.Options;
import growth.reference.Grown;
import growth.reference.OptionValues;
import growth.reference.RandomModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class NoisyStackOperatorTest {
    private final ModelShape small = ModelShape.builder(Family.LLAMA).layers(2).hidden(64).heads(4).intermediate(96).vocabulary(11)
            .context(8).build();
    private final ModelShape target = small.toBuilder().layers(4).build();
    private final NoisyStackOperator operator = new NoisyStackOperator();

    @Test
    void onlyTheWeightsOfCopiesGetNoise() {
        ModelState before = RandomModels.model(small, 1);
        Map<String, INDArray> grown = Grown.of(operator, before, request(target, 0.2)).state().parameters();
        grown.forEach((name, value) -> {
            INDArray source = before.parameters().get(name.replace("layers.2.", "layers.0.").replace("layers.3.", "layers.1."));
            boolean noisy = value.rank() == 2 && (name.contains("layers.2.") || name.contains("layers.3."));
            assertThat(value.equals(source)).as(name + " is the same").isEqualTo(!noisy);
        });
        // ε is what remains of the copy beside its share of the source
        assertThat(noiseDeviation(before, grown, "mlp.up_proj")).isCloseTo(Math.sqrt(2 / (5.0 * 64)), within(2e-3));
        assertThat(noiseDeviation(before, grown, "mlp.down_proj")).isCloseTo(1 / (8.0 * 4), within(1e-3));
    }

    private static double noiseDeviation(ModelState before, Map<String, INDArray> grown, String matrix) {
        INDArray source = before.parameters().get("model.layers.1." + matrix + ".weight");
        INDArray noise = grown.get("model.layers.3." + matrix + ".weight").sub(source.mul(0.8)).div(0.2);
        return noise.stdNumber().doubleValue();
    }

    @Test
    void withoutNoiseItIsStackAndTheSeedDecidesTheRest() {
        ModelState before = RandomModels.model(small, 1);
        String name = "model.layers.2.mlp.up_proj.weight";
        INDArray source = before.parameters().get("model.layers.0.mlp.up_proj.weight");
        assertThat(Grown.of(operator, before, request(target, 0)).state().parameters().get(name)).isEqualTo(source);
        INDArray once = Grown.of(operator, before, request(target, 0.2)).state().parameters().get(name);
        assertThat(Grown.of(operator, before, request(target, 0.2)).state().parameters().get(name)).isEqualTo(once);
    }

    @Test
    void theImpossibleIsRefused() {
        // the framework refuses what is out of the declared range
        assertThat(operator.card().card().options()).singleElement().extracting(option -> option.range().orElseThrow().contains(1.5))
                .isEqualTo(false);
        operator.plan(request(target, 0.2));
        assertThatThrownBy(() -> operator.plan(request(small, 0.2))).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:9: noisy-stack has nothing to grow: the model is " + small + " before and after; give more layers");
        assertThatThrownBy(() -> operator.plan(request(target.toBuilder().intermediate(128).build(), 0.2)))
                .isInstanceOf(GrowthException.class).hasMessageStartingWith("run.yaml:9: noisy-stack grows layers only, but intermediate");
    }

    @Test
    void theBundleTellsItsOperator() throws IOException {
        assertThat(Files.readString(Path.of("target/classes/META-INF/MANIFEST.MF")).replace("\r\n ", "").replace("\n ", ""))
                .contains("growth.operator;growth.operator=noisy-stack");
    }

    private GrowthRequest request(ModelShape to, double noise) {
        Options options = new OptionValues().with("noise", noise).build(operator.card().card());
        return new GrowthRequest(small, to, options, OptimizerStatePolicy.RESET, 7);
    }
}
