package growth.api.model;

import static growth.api.model.Axis.HEADS;
import static growth.api.model.Axis.HEAD_SIZE;
import static growth.api.model.Axis.HIDDEN;
import static growth.api.model.Axis.INTERMEDIATE;
import static growth.api.model.Axis.KV_HEADS;
import static growth.api.model.Axis.VOCABULARY;
import static growth.api.model.Dimension.in;
import static growth.api.model.Dimension.out;
import static growth.api.model.ParameterSpec.NO_LAYER;

import java.util.List;

/** Parameters of LlamaForCausalLM. */
final class LlamaLayout {
    private LlamaLayout() {
    }

    static void add(ModelShape shape, List<ParameterSpec> all) {
        all.add(weight("model.embed_tokens", NO_LAYER, ParameterRole.TOKEN_EMBEDDING, in(VOCABULARY), out(HIDDEN)));
        for (int i = 0; i < shape.layers(); i++) {
            String n = "model.layers." + i + ".";
            all.add(gain(n + "input_layernorm", i, ParameterRole.ATTENTION_NORM, out(HIDDEN)));
            all.add(weight(n + "self_attn.q_proj", i, ParameterRole.QUERY, out(HEADS, HEAD_SIZE), in(HIDDEN)));
            all.add(weight(n + "self_attn.k_proj", i, ParameterRole.KEY, out(KV_HEADS, HEAD_SIZE), in(HIDDEN)));
            all.add(weight(n + "self_attn.v_proj", i, ParameterRole.VALUE, out(KV_HEADS, HEAD_SIZE), in(HIDDEN)));
            all.add(weight(n + "self_attn.o_proj", i, ParameterRole.ATTENTION_OUTPUT, out(HIDDEN), in(HEADS, HEAD_SIZE)));
            all.add(gain(n + "post_attention_layernorm", i, ParameterRole.MLP_NORM, out(HIDDEN)));
            all.add(weight(n + "mlp.gate_proj", i, ParameterRole.GATE, out(INTERMEDIATE), in(HIDDEN)));
            all.add(weight(n + "mlp.up_proj", i, ParameterRole.UP, out(INTERMEDIATE), in(HIDDEN)));
            all.add(weight(n + "mlp.down_proj", i, ParameterRole.DOWN, out(HIDDEN), in(INTERMEDIATE)));
        }
        all.add(gain("model.norm", NO_LAYER, ParameterRole.FINAL_NORM, shape.tied() ? in(HIDDEN) : out(HIDDEN)));
        if (!shape.tied()) {
            all.add(weight("lm_head", NO_LAYER, ParameterRole.HEAD, out(VOCABULARY), in(HIDDEN)));
        }
    }

    private static ParameterSpec weight(String name, int layer, ParameterRole role, Dimension rows, Dimension columns) {
        return new ParameterSpec(name + ".weight", layer, role, ParameterSpec.Kind.WEIGHT, List.of(rows, columns));
    }

    private static ParameterSpec gain(String name, int layer, ParameterRole role, Dimension dimension) {
        return new ParameterSpec(name + ".weight", layer, role, ParameterSpec.Kind.GAIN, List.of(dimension));
    }
}
