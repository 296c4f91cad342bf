package growth.reference;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import java.util.Arrays;
import java.util.Map;

/** Shape and batch of a parity case, of any family. */
final class ParityModel {
    private static final String CONFIG = "config.json";

    private ParityModel() {
    }

    static ModelShape shape(ParityCase parity, Family family) {
        ModelShapeBuilder shape = ModelShape.builder(family);
        if (family == Family.GPT2) {
            // n_inner is null, which is four times the hidden size
            return shape.layers(number(parity, "n_layer")).hidden(number(parity, "n_embd")).heads(number(parity, "n_head"))
                    .intermediate(4 * number(parity, "n_embd")).vocabulary(number(parity, "vocab_size"))
                    .context(number(parity, "n_positions")).normEpsilon(parity.number(CONFIG, "layer_norm_epsilon")).build();
        }
        shape.layers(number(parity, "num_hidden_layers")).hidden(number(parity, "hidden_size"))
                .heads(number(parity, "num_attention_heads")).intermediate(number(parity, "intermediate_size"))
                .normEpsilon(parity.number(CONFIG, family == Family.LLAMA ? "rms_norm_eps" : "layer_norm_eps"));
        if (family == Family.VIT) {
            return shape.image(new ImageShape(number(parity, "image_size"), number(parity, "patch_size"), number(parity, "num_channels"),
                    number(parity, "num_labels"))).build();
        }
        shape.vocabulary(number(parity, "vocab_size")).context(number(parity, "max_position_embeddings"));
        if (family == Family.BERT) {
            return shape.tokenTypes(number(parity, "type_vocab_size")).build();
        }
        return shape.kvHeads(number(parity, "num_key_value_heads")).headSize(number(parity, "head_dim"))
                .tied(parity.flag(CONFIG, "tie_word_embeddings")).ropeTheta(parity.number(CONFIG, "rope_theta")).build();
    }

    static Batch batch(ParityCase parity, ModelShape shape, int rows) {
        Map<String, double[]> tensors = parity.tensors("batch.safetensors");
        int[] labels = integers(tensors.get("labels"));
        if (shape.image().isPresent()) {
            double[] values = tensors.get("pixel_values");
            float[] pixels = new float[values.length];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) values[i];
            }
            return new Batch.Images(rows, shape.image().get().channels(), shape.image().get().size(), pixels, labels);
        }
        return new Batch.Tokens(rows, labels.length / rows, integers(tensors.get("input_ids")), labels);
    }

    private static int number(ParityCase parity, String key) {
        return (int) parity.number(CONFIG, key);
    }

    private static int[] integers(double[] values) {
        return Arrays.stream(values).mapToInt(x -> (int) x).toArray();
    }
}
