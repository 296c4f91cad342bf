package growth.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceLlamaTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsAreThoseOfCentralDifferences(boolean tied) {
        ModelShape shape = ModelShape.builder(Family.LLAMA).layers(2).hidden(8).heads(4).kvHeads(2).headSize(6).intermediate(5)
                .vocabulary(7).context(6).tied(tied).build();
        ReferenceLlama model = ReferenceLlama.of(RandomModels.model(shape, 3));
        Batch.Tokens batch = RandomModels.batch(shape, 2, 5, 4);
        ReferenceLlama.Gradients gradients = model.gradients(batch);
        assertThat(gradients.loss()).isEqualTo(model.loss(batch));
        gradients.values().forEach((name, gradient) -> {
            double[] values = model.parameters().get(name);
            for (int i = 0; i < values.length; i++) {
                double kept = values[i];
                double step = 1e-5;
                values[i] = kept + step;
                double above = model.loss(batch);
                values[i] = kept - step;
                double below = model.loss(batch);
                values[i] = kept;
                assertThat(gradient[i]).as(name + "[" + i + "]").isCloseTo((above - below) / (2 * step), within(1e-8));
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"llama-mha, 3", "llama-gqa-tied, 2", "llama-wide-heads, 2"})
    void agreesWithPyTorch(String name, int rows) {
        ParityCase parity = new ParityCase(name);
        ModelShape shape = shape(parity);
        ReferenceLlama model = new ReferenceLlama(shape, parity.tensors("model.safetensors"));
        Batch.Tokens batch = batch(parity, rows);
        Map<String, double[]> expected = parity.tensors("expected.safetensors");
        assertThat(distance(model.logits(batch), expected.get("logits"))).isLessThan(1e-6);
        ReferenceLlama.Gradients gradients = model.gradients(batch);
        assertThat(gradients.loss()).isCloseTo(parity.number("expected.json", "loss"), within(1e-5));
        gradients.values().forEach((parameter, gradient) ->
                assertThat(distance(gradient, expected.get("grad." + parameter))).as(parameter).isLessThan(1e-5));
    }

    @Test
    void positionsThatAreNotScoredAndLaterTokensDoNotMatter() {
        ModelShape shape = ModelShape.builder(Family.LLAMA).layers(1).hidden(8).heads(2).intermediate(5).vocabulary(7).context(6).build();
        ReferenceLlama model = ReferenceLlama.of(RandomModels.model(shape, 3));
        int[] ignored = {1, Batch.IGNORED, Batch.IGNORED, Batch.IGNORED};
        double loss = model.loss(new Batch.Tokens(1, 4, new int[] {2, 3, 4, 5}, ignored));
        assertThat(model.loss(new Batch.Tokens(1, 4, new int[] {2, 6, 0, 1}, ignored))).isEqualTo(loss);
        assertThat(model.loss(new Batch.Tokens(1, 4, new int[] {1, 3, 4, 5}, ignored))).isNotEqualTo(loss);
    }

    private static ModelShape shape(ParityCase parity) {
        String file = "config.json";
        return ModelShape.builder(Family.LLAMA).layers((int) parity.number(file, "num_hidden_layers"))
                .hidden((int) parity.number(file, "hidden_size")).heads((int) parity.number(file, "num_attention_heads"))
                .kvHeads((int) parity.number(file, "num_key_value_heads")).headSize((int) parity.number(file, "head_dim"))
                .intermediate((int) parity.number(file, "intermediate_size")).vocabulary((int) parity.number(file, "vocab_size"))
                .context((int) parity.number(file, "max_position_embeddings"))
                .tied(parity.flag(file, "tie_word_embeddings")).normEpsilon(parity.number(file, "rms_norm_eps"))
                .ropeTheta(parity.number(file, "rope_theta")).build();
    }

    private static Batch.Tokens batch(ParityCase parity, int rows) {
        Map<String, double[]> tensors = parity.tensors("batch.safetensors");
        int[] inputs = Arrays.stream(tensors.get("input_ids")).mapToInt(x -> (int) x).toArray();
        int[] labels = Arrays.stream(tensors.get("labels")).mapToInt(x -> (int) x).toArray();
        return new Batch.Tokens(rows, inputs.length / rows, inputs, labels);
    }

    private static double distance(double[] a, double[] b) {
        assertThat(a).hasSameSizeAs(b);
        double squares = 0;
        double norm = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
            norm += b[i] * b[i];
        }
        return Math.sqrt(squares / norm);
    }
}
