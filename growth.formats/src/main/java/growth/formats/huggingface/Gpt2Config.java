package growth.formats.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.formats.json.JsonFields;

/** GPT2LMHeadModel. */
final class Gpt2Config implements FamilyConfig {
    @Override
    public ModelShape read(JsonFields fields) {
        // two names of GELU's tanh approximation
        Unsupported.unless(fields, "activation_function", "gelu_new", "gelu_new", "gelu_pytorch_tanh");
        Unsupported.flag(fields, "scale_attn_weights", true);
        Unsupported.flag(fields, "scale_attn_by_inverse_layer_idx", false);
        Unsupported.flag(fields, "add_cross_attention", false);
        Unsupported.flag(fields, "tie_word_embeddings", true);
        int hidden = fields.integer("n_embd", 768);
        return ModelShape.builder(Family.GPT2).layers(fields.integer("n_layer", 12)).hidden(hidden).heads(fields.integer("n_head", 12))
                .intermediate(fields.integer("n_inner", Math.multiplyExact(4, hidden))).vocabulary(fields.integer("vocab_size", 50257))
                .context(fields.integer("n_positions", 1024)).tied(true).normEpsilon(fields.number("layer_norm_epsilon", 1e-5)).build();
    }

    @Override
    public void write(ModelShape shape, ObjectNode fields) {
        fields.put("activation_function", "gelu_new").put("attn_pdrop", 0.0).put("embd_pdrop", 0.0).put("initializer_range", 0.02)
                .put("layer_norm_epsilon", shape.normEpsilon()).put("n_ctx", shape.context()).put("n_embd", shape.hidden())
                .put("n_head", shape.heads());
        if (shape.intermediate() == 4 * shape.hidden()) {
            fields.putNull("n_inner");
        } else {
            fields.put("n_inner", shape.intermediate());
        }
        fields.put("n_layer", shape.layers()).put("n_positions", shape.context()).put("reorder_and_upcast_attn", false)
                .put("resid_pdrop", 0.0)
                .put("scale_attn_by_inverse_layer_idx", false).put("scale_attn_weights", true).put("tie_word_embeddings", true)
                .put("use_cache", true).put("vocab_size", shape.vocabulary());
    }

    @Override
    public String architecture() {
        return "GPT2LMHeadModel";
    }
}
