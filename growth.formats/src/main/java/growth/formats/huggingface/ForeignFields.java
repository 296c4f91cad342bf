package growth.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.ModelShape;
import growth.formats.json.JsonFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Fields with which configurations of other models, and of variants of these, change the computation: multipliers, windows, soft caps,
 * partial rotary positions, other names of the same size. The engines compute none of it, so each is accepted only with the value that
 * changes nothing.
 */
final class ForeignFields {
    private static final double SAME = 1e-6;
    private static final Set<String> OFF = Set.of("use_qk_norm", "qk_norm", "qk_layernorm", "normalize_qk", "alibi", "use_alibi",
            "multi_query", "parallel_attn", "use_parallel_residual", "parallel_block", "parallel_attn_mlp_res",
            "apply_residual_connection_post_layernorm", "use_sandwich_norm", "scale_embedding", "scale_embeddings",
            "normalize_embeddings", "use_sliding_window", "attn_logit_softcapping",
            "final_logit_softcapping", "attn_logit_softcap", "attention_logit_cap", "logits_soft_cap", "logit_softcapping", "attn_soft_cap",
            "clip_qkv", "attention_chunk_size", "attention_window", "window_size", "sliding_window_size", "local_attention",
            "global_attn_every_n_layers", "sliding_window_pattern", "cross_attention_hidden_size", "is_encoder_decoder",
            "add_cross_attention", "tie_encoder_decoder", "relative_attention", "use_relative_position_bias",
            "use_shared_relative_position_bias", "scale_attn_by_inverse_layer_idx", "reorder_and_upcast_attn", "rope_interleaved",
            "rotary_interleaved", "rope_interleave", "attn_temperature_tuning", "use_logn_attn", "use_dynamic_ntk",
            "no_rope_layer_interval", "ntk_alpha", "scale_depth", "layer_scale_init_value", "layerscale_value", "pruned_heads",
            "attention_sinks", "use_mrope", "pause_tokens", "softmax_off_by_one");
    private static final Set<String> ONE = Set.of("partial_rotary_factor", "rotary_pct", "rotary_percent", "rope_percentage", "rope_pct",
            "rope_ratio", "logit_scale", "logits_scale", "logits_scaling", "output_scale", "embedding_multiplier", "residual_multiplier",
            "embedding_scale", "embed_scale", "input_scale", "scale_emb", "lm_head_multiplier", "attention_in_multiplier",
            "attention_out_multiplier", "key_multiplier", "mup_embeddings_scale", "mup_output_alpha", "mup_width_scale",
            "mup_embeddings_multiplier", "output_multiplier_scale", "residual_scale", "hidden_states_scale", "num_local_experts",
            "num_experts", "n_routed_experts", "moe_num_experts", "num_hidden_groups", "inner_group_num");
    private static final Set<String> ON = Set.of("scale_attn_weights", "use_attention_scale");
    private static final Map<String, Function<ModelShape, Double>> SIZES = Map.ofEntries(Map.entry("embedding_size", s -> 1.0 * s.hidden()),
            Map.entry("word_embed_proj_dim", s -> 1.0 * s.hidden()), Map.entry("dim_model_base", s -> 1.0 * s.hidden()),
            Map.entry("rotary_dim", s -> 1.0 * s.headSize()), Map.entry("query_pre_attn_scalar", s -> 1.0 * s.headSize()),
            Map.entry("attention_multiplier", ForeignFields::attentionScale), Map.entry("attention_scale", ForeignFields::attentionScale),
            Map.entry("attn_scale", ForeignFields::attentionScale), Map.entry("softmax_scale", ForeignFields::attentionScale));
    /** Names that the classes of transformers give to what no tensor's shape proves. */
    private static final Map<String, Function<ModelShape, Double>> SYNONYMS = synonyms();
    private static final Set<String> ACTIVATIONS = Set.of("hidden_act", "activation_function", "hidden_activation", "activation",
            "mlp_activation", "act_fn");
    private static final Set<String> ROTARY = Set.of("rope_theta", "rope_scaling", "rope_parameters", "rotary_emb_base", "rotary_dim",
            "rope_local_base_freq", "rotary_base");

    private final JsonFields fields;
    private final ModelShape shape;
    private final FamilyConfig config;

    ForeignFields(JsonFields fields, ModelShape shape, FamilyConfig config) {
        this.fields = fields;
        this.shape = shape;
        this.config = config;
    }

    private static Map<String, Function<ModelShape, Double>> synonyms() {
        Map<String, Function<ModelShape, Double>> all = new TreeMap<>();
        List.of("num_attention_heads", "n_head", "n_heads", "num_heads").forEach(name -> all.put(name, s -> 1.0 * s.heads()));
        List.of("num_key_value_heads", "num_kv_heads", "n_kv_heads", "n_head_kv").forEach(name -> all.put(name, s -> 1.0 * s.kvHeads()));
        List.of("head_dim", "attention_head_size", "kv_channels", "attention_head_dim").forEach(name -> all.put(name,
                s -> 1.0 * s.headSize()));
        List.of("layer_norm_eps", "layer_norm_epsilon", "rms_norm_eps", "norm_eps", "norm_epsilon", "layernorm_epsilon").forEach(
                name -> all.put(name, ModelShape::normEpsilon));
        return all;
    }

    private static double attentionScale(ModelShape shape) {
        return 1 / Math.sqrt(shape.headSize());
    }

    /** Refuses, with file, line and field, fields that would change the function. */
    void check() {
        for (String name : fields.names()) {
            if (!fields.has(name)) {
                continue;
            }
            if (OFF.contains(name)) {
                require(name, ForeignFields::off, "leave it out or off");
            } else if (ONE.contains(name)) {
                require(name, value -> equal(value, 1) || whole(name) && off(value), "only 1 is");
            } else if (ON.contains(name)) {
                require(name, JsonNode::asBoolean, "only true is");
            } else if (SIZES.containsKey(name)) {
                requireNumber(name, SIZES.get(name).apply(shape));
            } else if (SYNONYMS.containsKey(name)) {
                requireSynonym(name, SYNONYMS.get(name).apply(shape));
            } else if (ACTIVATIONS.contains(name)) {
                require(name, value -> config.activations().contains(value.asText()), "the activation of " + shape.family().id() + " is "
                        + config.activations().stream().min(Comparator.comparingInt(String::length)).orElseThrow());
            }
        }
        checkAttention();
        checkPositions();
        checkLayers();
    }

    /** Lets fields that had to repeat a size of the smaller model repeat the grown one's. */
    static void grow(ObjectNode fields, ModelShape from, ModelShape to) {
        Stream.concat(SIZES.entrySet().stream(), SYNONYMS.entrySet().stream()).forEach(entry -> {
            double before = entry.getValue().apply(from);
            double after = entry.getValue().apply(to);
            if (before != after && equal(fields.path(entry.getKey()), before)) {
                JsonNode number = after == Math.rint(after) ? IntNode.valueOf((int) after) : DoubleNode.valueOf(after);
                fields.set(entry.getKey(), number);
            }
        });
    }

    private void checkAttention() {
        boolean unused = fields.has("use_sliding_window") && off(fields.value("use_sliding_window"));
        for (String name : List.of("sliding_window", "sliding_window_attention")) {
            require(name, value -> unused || off(value), "every position sees all before it: leave it out");
        }
        for (String name : List.of("is_decoder", "is_causal")) {
            boolean masked = shape.family().causal();
            // a decoder-only model is a decoder, whether its file says so or not
            require(name, value -> value.asBoolean() == masked || masked && name.equals("is_decoder"), "only " + masked + " is");
        }
    }

    private void checkPositions() {
        boolean rotary = shape.family().rmsNorm();
        Set<String> kinds = rotary ? Set.of("rope", "rotary") : Set.of("absolute", "learned", "learned_absolute");
        require("position_embedding_type", value -> kinds.contains(value.asText()), (rotary ? "rotary" : "absolute") + " is");
        require("use_absolute_position_embeddings", value -> value.asBoolean() == !rotary, "only " + !rotary + " is");
        require("use_rope", value -> value.asBoolean() == rotary, "only " + rotary + " is");
        if (!rotary) {
            ROTARY.forEach(name -> require(name, ForeignFields::off, shape.family().id() + " has learned positions, not rotary ones"));
        }
    }

    /** Lists with an entry per layer may say what every layer is anyway. */
    private void checkLayers() {
        require("layer_types", value -> each(value, entry -> entry.asText().equals("full_attention")), "only full_attention is");
        require("no_rope_layers", value -> each(value, entry -> entry.asInt() == 1), "every layer has rotary positions: leave it out");
    }

    private static boolean each(JsonNode list, Predicate<JsonNode> right) {
        List<JsonNode> entries = new ArrayList<>();
        list.elements().forEachRemaining(entries::add);
        return list.isArray() && entries.stream().allMatch(right);
    }

    private void require(String name, Predicate<JsonNode> right, String hint) {
        if (fields.has(name) && !right.test(fields.value(name))) {
            throw fields.refuse(name, JsonFields.shown(fields.value(name)) + " is not supported; " + hint);
        }
    }

    private void requireNumber(String name, double right) {
        require(name, value -> equal(value, right), "only " + number(right) + " is");
    }

    private void requireSynonym(String name, double right) {
        JsonNode value = fields.value(name);
        if (!equal(value, right)) {
            throw fields.refuse(name, JsonFields.shown(value) + " contradicts the " + number(right) + " that "
                    + shape.family().id() + " reads or assumes for the same thing; keep the right one of the two");
        }
    }

    /** Returns whether the field counts something, so that 0 means that there is none of it. */
    private static boolean whole(String name) {
        return name.startsWith("num_") || name.contains("_num_") || name.startsWith("n_");
    }

    private static boolean equal(JsonNode value, double right) {
        return value.isNumber() && Math.abs(value.doubleValue() - right) <= SAME * Math.abs(right);
    }

    /** Returns whether the value means that something is off. */
    private static boolean off(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isEmpty();
        }
        if (value.isTextual()) {
            return Set.of("", "none", "false").contains(value.asText().toLowerCase(Locale.ROOT));
        }
        return value.isNull() || value.isMissingNode() || value.isBoolean() && !value.asBoolean()
                || value.isNumber() && value.doubleValue() == 0;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
