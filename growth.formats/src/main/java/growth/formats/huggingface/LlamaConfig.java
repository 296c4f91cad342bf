package growth.formats.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.formats.json.JsonFields;
import java.util.Set;

/** LlamaForCausalLM. */
final class LlamaConfig extends FamilyConfig {
    /** The {@code max_position_embeddings} of configurations that do not say. */
    static final int DEFAULT_CONTEXT = 2048;
    /** Both are ACT2FN's names of x·sigmoid(x). */
    private static final Set<String> SILU = Set.of("silu", "swish");
    private static final SizeField LAYERS = SizeField.required("num_hidden_layers", ModelShape::layers);
    private static final SizeField HIDDEN = SizeField.required("hidden_size", ModelShape::hidden);
    private static final SizeField HEADS = SizeField.required("num_attention_heads", ModelShape::heads);
    private static final SizeField KV_HEADS = SizeField.implied("num_key_value_heads", ModelShape::kvHeads, ModelShape::heads);
    private static final SizeField HEAD_SIZE = SizeField.implied("head_dim", ModelShape::headSize, s -> s.hidden() / s.heads());
    private static final SizeField INTERMEDIATE = SizeField.required("intermediate_size", ModelShape::intermediate);
    private static final SizeField VOCABULARY = SizeField.required("vocab_size", ModelShape::vocabulary);
    private static final SizeField CONTEXT = SizeField.of("max_position_embeddings", ModelShape::context, DEFAULT_CONTEXT);

    LlamaConfig() {
        super("LlamaForCausalLM", "rms_norm_eps", SILU, LAYERS, HIDDEN, HEADS, KV_HEADS, HEAD_SIZE, INTERMEDIATE, VOCABULARY, CONTEXT);
    }

    @Override
    ModelShape read(JsonFields fields) {
        Unsupported.unless(fields, "hidden_act", "silu", SILU);
        Unsupported.flag(fields, "attention_bias", false);
        Unsupported.flag(fields, "mlp_bias", false);
        int heads = HEADS.read(fields);
        ModelShapeBuilder shape = ModelShape.builder(Family.LLAMA).layers(LAYERS.read(fields)).hidden(HIDDEN.read(fields))
                .heads(heads).kvHeads(KV_HEADS.find(fields).orElse(heads)).intermediate(INTERMEDIATE.read(fields))
                .vocabulary(VOCABULARY.read(fields)).context(CONTEXT.read(fields))
                .tied(fields.flag("tie_word_embeddings", false)).normEpsilon(epsilon(fields, 1e-6));
        RopeFields.read(fields, shape);
        HEAD_SIZE.find(fields).ifPresent(shape::headSize);
        return shape.build();
    }

    @Override
    void write(ModelShape shape, ObjectNode fields) {
        fields.put("attention_bias", false).put("attention_dropout", 0.0).put("head_dim", shape.headSize()).put("hidden_act", "silu")
                .put("hidden_size", shape.hidden()).put("initializer_range", 0.02).put("intermediate_size", shape.intermediate())
                .put("max_position_embeddings", shape.context()).put("mlp_bias", false).put("num_attention_heads", shape.heads())
                .put("num_hidden_layers", shape.layers()).put("num_key_value_heads", shape.kvHeads()).put("pretraining_tp", 1)
                .put("rms_norm_eps", shape.normEpsilon())
                .put("tie_word_embeddings", shape.tied()).put("use_cache", true).put("vocab_size", shape.vocabulary());
        RopeFields.write(shape, fields);
    }
}
