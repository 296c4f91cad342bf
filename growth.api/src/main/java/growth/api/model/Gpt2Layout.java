package growth.api.model;

import static growth.api.model.Axis.HEADS;
import static growth.api.model.Axis.HEAD_SIZE;
import static growth.api.model.Axis.HIDDEN;
import static growth.api.model.Axis.INTERMEDIATE;
import static growth.api.model.Axis.POSITIONS;
import static growth.api.model.Axis.QKV;
import static growth.api.model.Axis.VOCABULARY;
import static growth.api.model.Dimension.in;
import static growth.api.model.Dimension.out;
import static growth.api.model.ParameterSpec.NO_LAYER;

import java.util.List;

/** Parameters of GPT2LMHeadModel; Conv1D weights are stored [in, out]. */
final class Gpt2Layout {
    private Gpt2Layout() {
    }

    static void add(ModelShape shape, List<ParameterSpec> all) {
        all.add(weight("transformer.wte", NO_LAYER, ParameterRole.TOKEN_EMBEDDING, in(VOCABULARY), out(HIDDEN)));
        all.add(weight("transformer.wpe", NO_LAYER, ParameterRole.POSITION_EMBEDDING, in(POSITIONS), out(HIDDEN)));
        for (int i = 0; i < shape.layers(); i++) {
            String n = "transformer.h." + i + ".";
            norm(all, n + "ln_1", i, ParameterRole.ATTENTION_NORM, out(HIDDEN));
            linear(all, n + "attn.c_attn", i, ParameterRole.QUERY_KEY_VALUE, in(HIDDEN), out(QKV, HEADS, HEAD_SIZE));
            linear(all, n + "attn.c_proj", i, ParameterRole.ATTENTION_OUTPUT, in(HEADS, HEAD_SIZE), out(HIDDEN));
            norm(all, n + "ln_2", i, ParameterRole.MLP_NORM, out(HIDDEN));
            linear(all, n + "mlp.c_fc", i, ParameterRole.UP, in(HIDDEN), out(INTERMEDIATE));
            linear(all, n + "mlp.c_proj", i, ParameterRole.DOWN, in(INTERMEDIATE), out(HIDDEN));
        }
        norm(all, "transformer.ln_f", NO_LAYER, ParameterRole.FINAL_NORM, in(HIDDEN));
    }

    private static ParameterSpec weight(String name, int layer, ParameterRole role, Dimension rows, Dimension columns) {
        return new ParameterSpec(name + ".weight", layer, role, ParameterSpec.Kind.WEIGHT, List.of(rows, columns));
    }

    private static void linear(List<ParameterSpec> all, String name, int layer, ParameterRole role, Dimension rows, Dimension columns) {
        all.add(weight(name, layer, role, rows, columns));
        all.add(new ParameterSpec(name + ".bias", layer, role, ParameterSpec.Kind.BIAS, List.of(columns)));
    }

    private static void norm(List<ParameterSpec> all, String name, int layer, ParameterRole role, Dimension dimension) {
        all.add(new ParameterSpec(name + ".weight", layer, role, ParameterSpec.Kind.GAIN, List.of(dimension)));
        all.add(new ParameterSpec(name + ".bias", layer, role, ParameterSpec.Kind.BIAS, List.of(dimension)));
    }
}
