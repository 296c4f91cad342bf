package growth.api.algebra;

import static growth.api.algebra.Growths.llama;
import static growth.api.algebra.Growths.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.reference.RandomModels;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateNoiseTest {
    private static final String UP = "model.layers.1.mlp.up_proj.weight";
    private final ModelState model = RandomModels.model(llama().build(), 3);

    @Test
    void onlyTheChosenParametersGetTheirShareOfNoise() {
        ModelState noisy = StateNoise.blend(model, p -> p.layer() == 1, 0.25, (p, block) -> Fill.constant(8), 1);
        noisy.parameters().forEach((name, value) -> {
            double[] old = values(model.parameters().get(name));
            double[] now = values(value);
            for (int i = 0; i < old.length; i++) {
                assertThat(now[i]).isCloseTo(name.contains("layers.1.") ? 0.75 * old[i] + 2 : old[i], within(1e-15));
            }
        });
        assertThat(values(model.parameters().get(UP))).as("the old model").containsExactly(values(RandomModels.model(llama().build(), 3)
                .parameters().get(UP)));
    }

    @Test
    void noiseComesFromTheSeedAndIsTheSameForAverages() {
        ModelState averaged = new ModelState(model.shape(), model.parameters(), Map.of(), Map.of("0.9", model.parameters()), Gates.none());
        ModelState once = StateNoise.blend(averaged, p -> true, 0.5, (p, block) -> Fill.normal(1), 1);
        assertThat(values(once.averages().get("0.9").get(UP))).containsExactly(values(once.parameters().get(UP)));
        assertThat(values(StateNoise.blend(model, p -> true, 0.5, (p, block) -> Fill.normal(1), 1).parameters().get(UP)))
                .containsExactly(values(once.parameters().get(UP)));
        assertThat(values(StateNoise.blend(model, p -> true, 0.5, (p, block) -> Fill.normal(1), 2).parameters().get(UP)))
                .isNotEqualTo(values(once.parameters().get(UP)));
    }

    @Test
    void sharesOutsideOfZeroToOneAreRefused() {
        assertThatThrownBy(() -> StateNoise.blend(model, p -> true, 1.5, (p, block) -> Fill.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
