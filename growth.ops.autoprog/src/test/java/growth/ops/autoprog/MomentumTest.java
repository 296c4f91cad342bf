package growth.ops.autoprog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.algebra.LayerMap;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.Options;
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

class MomentumTest {
    private final MomentumOperator momentum = new MomentumOperator();

    private static ModelShape layers(Family family, int layers) {
        return SmallShapes.of(family).toBuilder().layers(layers).build();
    }

    /** A model of 3 layers with two averages, each a model of its own. */
    private static ModelState averaged(Family family) {
        ModelShape shape = layers(family, 3);
        Map<String, Map<String, INDArray>> averages = new LinkedHashMap<>();
        averages.put("0.998", RandomModels.model(shape, 2).parameters());
        averages.put("0.9996", RandomModels.model(shape, 3).parameters());
        Map<String, INDArray> parameters = RandomModels.model(shape, 1).parameters();
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>();
        parameters.forEach((name, value) -> optimizer.put(name,
                new OptimizerState(7, Map.of(OptimizerState.Slot.FIRST_MOMENT, value), Optional.empty())));
        return new ModelState(shape, parameters, optimizer, averages, Gates.none());
    }

    private GrowthRequest request(ModelShape from, ModelShape to, Options options) {
        return new GrowthRequest(from, to, options, OptimizerStatePolicy.RESET, 5);
    }

    private static Options average(String name) {
        return Options.of(new MomentumOperator.MomentumOptions(name)).at("run.yaml:9");
    }

    @Test
    void theLastLayersAreDoubledNextToEachOther() {
        assertThat(MomentumOperator.doubled(3, 5)).isEqualTo(LayerMap.of(3, 0, 1, 1, 2, 2));
        assertThat(MomentumOperator.doubled(3, 6)).isEqualTo(LayerMap.of(3, 0, 0, 1, 1, 2, 2));
        assertThat(MomentumOperator.doubled(9, 12)).isEqualTo(LayerMap.of(9, 0, 1, 2, 3, 4, 5, 6, 6, 7, 7, 8, 8));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void everythingNewComesFromTheSlowestAverage(Family family) {
        ModelState before = averaged(family);
        GrowthRequest request = request(before.shape(), layers(family, 5), average("slowest"));
        Grown grown = Grown.of(momentum, before, request);
        Grown fromIt = Grown.of(momentum, ModelState.of(before.shape(), before.averages().get("0.9996")),
                request(before.shape(), layers(family, 5), average("online")));
        assertThat(grown.map().layers()).isEqualTo(LayerMap.of(3, 0, 1, 1, 2, 2));
        grown.state().parameters().forEach((name, value) -> {
            assertThat(value).as(name).isEqualTo(fromIt.state().parameters().get(name));
            assertThat(grown.state().averages().get("0.9996").get(name)).as(name).isEqualTo(value);
        });
        assertThat(grown.state().averages()).containsOnlyKeys("0.998", "0.9996");
        assertThat(grown.state().averages().get("0.998")).isNotEqualTo(grown.state().averages().get("0.9996"));
        assertThat(grown.state().optimizer()).isEmpty();
        Grown again = Grown.of(momentum, before, request);
        again.state().parameters().forEach((name, value) -> assertThat(value).isEqualTo(grown.state().parameters().get(name)));
    }

    @Test
    void anAverageCanBeNamedAndStateCarried() {
        ModelState before = averaged(Family.VIT);
        GrowthRequest request = new GrowthRequest(before.shape(), layers(Family.VIT, 4), average("0.998"), OptimizerStatePolicy.CARRY, 5);
        Grown grown = Grown.of(momentum, before, request);
        assertThat(grown.state().parameters().get("vit.layernorm.weight")).isEqualTo(before.averages().get("0.998")
                .get("vit.layernorm.weight"));
        assertThat(grown.state().optimizer().get("vit.layernorm.weight").steps()).isEqualTo(7);
    }

    @Test
    void whatCannotBeDoneIsRefused() {
        ModelShape from = layers(Family.VIT, 3);
        assertRefused(from, layers(Family.VIT, 7), "momentum doubles layers next to each other and cannot grow 3 to 7; give 4 to 6 layers");
        assertRefused(from, from, "momentum has nothing to grow: the model is " + from + " before and after; give more layers");
        assertRefused(from, from.toBuilder().layers(4).intermediate(9).build(), "momentum grows layers only, but intermediate would go"
                + " from 6 to 9; start with intermediate 9, or use an operator that grows it");
        ModelState plain = RandomModels.model(from, 1);
        GrowthRequest request = request(from, layers(Family.VIT, 4), average("slowest"));
        assertThatThrownBy(() -> Grown.of(momentum, plain, request)).isInstanceOf(GrowthException.class)
                .hasMessageContaining("the run keeps no averages to grow from; write training.averages, e.g. [0.9996], or average: online");
        GrowthRequest other = request(from, layers(Family.VIT, 4), average("0.5"));
        assertThatThrownBy(() -> Grown.of(momentum, averaged(Family.VIT), other)).isInstanceOf(GrowthException.class)
                .hasMessageContaining("no average 0.5; the run keeps [0.998, 0.9996]");
    }

    private void assertRefused(ModelShape from, ModelShape to, String message) {
        assertThatThrownBy(() -> momentum.plan(request(from, to, average("slowest")))).isInstanceOf(GrowthException.class)
                .hasMessageContaining(message);
    }
}
