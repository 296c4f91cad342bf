package growth.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ParameterLayout;
import growth.api.model.View;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference of every family against what PyTorch computed in float32. */
class ReferenceModelParityTest {
    private static final String EXPECTED = "expected.safetensors";

    @ParameterizedTest
    @CsvSource({"llama-mha, LLAMA, 3", "llama-gqa-tied, LLAMA, 2", "llama-wide-heads, LLAMA, 2", "gpt2, GPT2, 3", "bert, BERT, 3",
        "vit, VIT, 4"})
    void agreesWithPyTorch(String name, Family family, int rows) {
        ParityCase parity = new ParityCase(name);
        ModelShape shape = ParityModel.shape(parity, family);
        Map<String, double[]> weights = parity.tensors("model.safetensors");
        assertThat(weights.keySet()).containsExactlyInAnyOrderElementsOf(ParameterLayout.of(shape).byName().keySet());
        ReferenceModel model = new ReferenceModel(shape, weights);
        Batch batch = ParityModel.batch(parity, shape, rows);
        assertThat(model.logits(batch, View.full(), Gates.none())).containsExactly(parity.tensors(EXPECTED).get("logits"), within(2e-5));
        double loss = model.loss(batch, View.full(), Gates.none(), 0);
        assertThat(loss).isCloseTo(parity.number("expected.json", "loss"), within(1e-5));
        gradientsAgree(model, batch, parity.tensors(EXPECTED));
    }

    /** Of every parameter, the largest gradient, one entry at random and one random direction. */
    private static void gradientsAgree(ReferenceModel model, Batch batch, Map<String, double[]> expected) {
        Random random = new Random(8);
        model.parameters().forEach((name, values) -> {
            double[] gradient = expected.get("grad." + name);
            double[] direction = random.doubles(values.length, -1, 1).toArray();
            double along = 0;
            int largest = 0;
            for (int i = 0; i < values.length; i++) {
                along += direction[i] * gradient[i];
                largest = Math.abs(gradient[i]) > Math.abs(gradient[largest]) ? i : largest;
            }
            for (int entry : new int[] {largest, random.nextInt(values.length)}) {
                double difference = model.difference(name, entry, 1e-4, List.of(batch), View.full(), Gates.none(), 0);
                assertThat(difference).as(name + "[" + entry + "]").isCloseTo(gradient[entry], within(2e-6));
            }
            double difference = model.directional(name, direction, 1e-4, List.of(batch), View.full(), Gates.none(), 0);
            assertThat(difference).as(name).isCloseTo(along, within(1e-5));
        });
    }
}
