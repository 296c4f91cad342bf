package growth.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.formats.json.JsonFields;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** LlamaForCausalLM. */
final class LlamaConfig implements FamilyConfig {
    private static final double DEFAULT_THETA = 10000;
    /** Both are ACT2FN's names of x·sigmoid(x). */
    private static final Set<String> SILU = Set.of("silu", "swish");
    private static final SizeField LAYERS = SizeField.required("num_hidden_layers", ModelShape::layers);
    private static final SizeField HIDDEN = SizeField.required("hidden_size", ModelShape::hidden);
    private static final SizeField HEADS = SizeField.required("num_attention_heads", ModelShape::heads);
    private static final SizeField KV_HEADS = SizeField.implied("num_key_value_heads", ModelShape::kvHeads, ModelShape::heads);
    private static final SizeField HEAD_SIZE = SizeField.implied("head_dim", ModelShape::headSize, s -> s.hidden() / s.heads());
    private static final SizeField INTERMEDIATE = SizeField.required("intermediate_size", ModelShape::intermediate);
    private static final SizeField VOCABULARY = SizeField.required("vocab_size", ModelShape::vocabulary);
    private static final SizeField CONTEXT = SizeField.of("max_position_embeddings", ModelShape::context, 2048);

    @Override
    public ModelShape read(JsonFields fields) {
        Unsupported.unless(fields, "hidden_act", "silu", SILU);
        Unsupported.flag(fields, "attention_bias", false);
        Unsupported.flag(fields, "mlp_bias", false);
        int heads = HEADS.require(fields);
        ModelShapeBuilder shape = ModelShape.builder(Family.LLAMA).layers(LAYERS.require(fields)).hidden(HIDDEN.require(fields))
                .heads(heads).kvHeads(KV_HEADS.read(fields).orElse(heads)).intermediate(INTERMEDIATE.require(fields))
                .vocabulary(VOCABULARY.require(fields)).context(CONTEXT.read(fields).orElse(2048))
                .tied(fields.flag("tie_word_embeddings", false)).normEpsilon(Unsupported.number(fields, epsilon(), 1e-6))
                .ropeTheta(theta(fields));
        HEAD_SIZE.read(fields).ifPresent(shape::headSize);
        return shape.build();
    }

    /** Older files have rope_theta and rope_scaling, newer ones (transformers 5) rope_parameters with everything about RoPE. */
    private static double theta(JsonFields fields) {
        double theta = fields.number("rope_theta", DEFAULT_THETA);
        for (String name : new String[] {"rope_scaling", "rope_parameters"}) {
            JsonNode rope = fields.value(name);
            String type = rope.path("rope_type").asText(rope.path("type").asText("default"));
            if (!type.equals("default")) {
                throw fields.refuse(name, "type '" + type + "' is not supported; plain rotary positions (rope_type default) are");
            }
            for (Iterator<String> keys = rope.fieldNames(); keys.hasNext();) {
                String key = keys.next();
                if (!Set.of("rope_type", "type", "rope_theta").contains(key)) {
                    throw fields.refuse(name, "'" + key + "' is not supported; plain rotary positions (rope_type default) are");
                }
            }
            if (rope.has("rope_theta") && !rope.path("rope_theta").isNumber()) {
                throw fields.refuse(name, "rope_theta must be a number");
            }
            theta = rope.path("rope_theta").asDouble(theta);
        }
        return theta;
    }

    @Override
    public void write(ModelShape shape, ObjectNode fields) {
        fields.put("attention_bias", false).put("attention_dropout", 0.0).put("head_dim", shape.headSize()).put("hidden_act", "silu")
                .put("hidden_size", shape.hidden()).put("initializer_range", 0.02).put("intermediate_size", shape.intermediate())
                .put("max_position_embeddings", shape.context()).put("mlp_bias", false).put("num_attention_heads", shape.heads())
                .put("num_hidden_layers", shape.layers()).put("num_key_value_heads", shape.kvHeads()).put("pretraining_tp", 1)
                .put("rms_norm_eps", shape.normEpsilon()).putNull("rope_scaling").put("rope_theta", shape.ropeTheta())
                .put("tie_word_embeddings", shape.tied()).put("use_cache", true).put("vocab_size", shape.vocabulary());
    }

    @Override
    public String architecture() {
        return "LlamaForCausalLM";
    }

    @Override
    public List<SizeField> sizes() {
        return List.of(LAYERS, HIDDEN, HEADS, KV_HEADS, HEAD_SIZE, INTERMEDIATE, VOCABULARY, CONTEXT);
    }

    @Override
    public String epsilon() {
        return "rms_norm_eps";
    }

    @Override
    public Set<String> activations() {
        return SILU;
    }
}
