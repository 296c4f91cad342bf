package growth.formats.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.formats.json.JsonFields;
import java.util.Set;

/** GPT2LMHeadModel. */
final class Gpt2Config extends FamilyConfig {
    /** ACT2FN's names of GELU's tanh approximation. */
    private static final Set<String> GELU_TANH = Set.of("gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_fast", "gelu_accurate");
    private static final SizeField LAYERS = SizeField.of("n_layer", ModelShape::layers, 12, "num_hidden_layers");
    private static final SizeField HIDDEN = SizeField.of("n_embd", ModelShape::hidden, 768, "hidden_size");
    private static final SizeField HEADS = SizeField.of("n_head", ModelShape::heads, 12, "num_attention_heads");
    private static final SizeField INTERMEDIATE = SizeField.implied("n_inner", ModelShape::intermediate, s -> 4 * s.hidden());
    private static final SizeField VOCABULARY = SizeField.of("vocab_size", ModelShape::vocabulary, 50257);
    private static final SizeField CONTEXT = SizeField.of("n_positions", ModelShape::context, 1024, "max_position_embeddings");

    Gpt2Config() {
        super("GPT2LMHeadModel", "layer_norm_epsilon", GELU_TANH, LAYERS, HIDDEN, HEADS, INTERMEDIATE, VOCABULARY, CONTEXT);
    }

    @Override
    ModelShape read(JsonFields fields) {
        Unsupported.unless(fields, "activation_function", "gelu_new", GELU_TANH);
        Unsupported.flag(fields, "scale_attn_weights", true);
        Unsupported.flag(fields, "tie_word_embeddings", true);
        int hidden = HIDDEN.read(fields);
        return ModelShape.builder(Family.GPT2).layers(LAYERS.read(fields)).hidden(hidden)
                .heads(HEADS.read(fields)).intermediate(INTERMEDIATE.find(fields).orElseGet(() -> Math.multiplyExact(4, hidden)))
                .vocabulary(VOCABULARY.read(fields)).context(CONTEXT.read(fields)).tied(true)
                .normEpsilon(epsilon(fields, 1e-5)).build();
    }

    @Override
    void write(ModelShape shape, ObjectNode fields) {
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
    void grow(ObjectNode fields, ModelShape from, ModelShape to) {
        super.grow(fields, from, to);
        // the length of the causal mask in older files
        if (fields.path("n_ctx").asInt() == from.context()) {
            fields.put("n_ctx", to.context());
        }
        if (fields.hasNonNull("n_inner") && from.intermediate() != to.intermediate() && to.intermediate() == 4 * to.hidden()) {
            fields.putNull("n_inner");
        }
    }
}
