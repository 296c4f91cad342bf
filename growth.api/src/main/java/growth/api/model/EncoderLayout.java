package growth.api.model;

import static growth.api.model.Axis.CHANNELS;
import static growth.api.model.Axis.CLASSES;
import static growth.api.model.Axis.HEADS;
import static growth.api.model.Axis.HEAD_SIZE;
import static growth.api.model.Axis.HIDDEN;
import static growth.api.model.Axis.INTERMEDIATE;
import static growth.api.model.Axis.PATCH;
import static growth.api.model.Axis.POSITIONS;
import static growth.api.model.Axis.SINGLE;
import static growth.api.model.Axis.TOKEN_TYPES;
import static growth.api.model.Axis.VOCABULARY;
import static growth.api.model.Dimension.in;
import static growth.api.model.Dimension.out;
import static growth.api.model.ParameterSpec.NO_LAYER;

import java.util.List;

/**
 * Parameters of BertForMaskedLM and ViTForImageClassification, whose blocks share their linear layers and differ in the place of the
 * norms.
 */
final class EncoderLayout {
    private EncoderLayout() {
    }

    static void addBert(ModelShape shape, List<ParameterSpec> all) {
        String e = "bert.embeddings.";
        weight(all, e + "word_embeddings.weight", ParameterRole.TOKEN_EMBEDDING, in(VOCABULARY), out(HIDDEN));
        weight(all, e + "position_embeddings.weight", ParameterRole.POSITION_EMBEDDING, in(POSITIONS), out(HIDDEN));
        weight(all, e + "token_type_embeddings.weight", ParameterRole.TYPE_EMBEDDING, in(TOKEN_TYPES), out(HIDDEN));
        norm(all, e + "LayerNorm", NO_LAYER, ParameterRole.EMBEDDING_NORM, out(HIDDEN));
        for (int i = 0; i < shape.layers(); i++) {
            String n = "bert.encoder.layer." + i + ".";
            attention(all, n, "attention.self.", i);
            norm(all, n + "attention.output.LayerNorm", i, ParameterRole.ATTENTION_NORM, out(HIDDEN));
            mlp(all, n, i);
            norm(all, n + "output.LayerNorm", i, ParameterRole.MLP_NORM, out(HIDDEN));
        }
        linear(all, "cls.predictions.transform.dense", NO_LAYER, ParameterRole.HEAD_TRANSFORM, out(HIDDEN), in(HIDDEN));
        norm(all, "cls.predictions.transform.LayerNorm", NO_LAYER, ParameterRole.HEAD_TRANSFORM_NORM, in(HIDDEN));
        all.add(new ParameterSpec("cls.predictions.bias", NO_LAYER, ParameterRole.HEAD, ParameterSpec.Kind.BIAS, List.of(out(VOCABULARY))));
    }

    static void addVit(ModelShape shape, List<ParameterSpec> all) {
        String e = "vit.embeddings.";
        weight(all, e + "cls_token", ParameterRole.CLASS_TOKEN, in(SINGLE), in(SINGLE), out(HIDDEN));
        weight(all, e + "position_embeddings", ParameterRole.POSITION_EMBEDDING, in(SINGLE), in(POSITIONS), out(HIDDEN));
        weight(all, e + "patch_embeddings.projection.weight", ParameterRole.PATCH_PROJECTION, out(HIDDEN), in(CHANNELS), in(PATCH),
                in(PATCH));
        all.add(new ParameterSpec(e + "patch_embeddings.projection.bias", NO_LAYER, ParameterRole.PATCH_PROJECTION, ParameterSpec.Kind.BIAS,
                List.of(out(HIDDEN))));
        for (int i = 0; i < shape.layers(); i++) {
            String n = "vit.encoder.layer." + i + ".";
            norm(all, n + "layernorm_before", i, ParameterRole.ATTENTION_NORM, out(HIDDEN));
            attention(all, n, "attention.attention.", i);
            norm(all, n + "layernorm_after", i, ParameterRole.MLP_NORM, out(HIDDEN));
            mlp(all, n, i);
        }
        norm(all, "vit.layernorm", NO_LAYER, ParameterRole.FINAL_NORM, out(HIDDEN));
        linear(all, "classifier", NO_LAYER, ParameterRole.HEAD, out(CLASSES), in(HIDDEN));
    }

    private static void attention(List<ParameterSpec> all, String layer, String attention, int i) {
        linear(all, layer + attention + "query", i, ParameterRole.QUERY, out(HEADS, HEAD_SIZE), in(HIDDEN));
        linear(all, layer + attention + "key", i, ParameterRole.KEY, out(HEADS, HEAD_SIZE), in(HIDDEN));
        linear(all, layer + attention + "value", i, ParameterRole.VALUE, out(HEADS, HEAD_SIZE), in(HIDDEN));
        linear(all, layer + "attention.output.dense", i, ParameterRole.ATTENTION_OUTPUT, out(HIDDEN), in(HEADS, HEAD_SIZE));
    }

    private static void mlp(List<ParameterSpec> all, String layer, int i) {
        linear(all, layer + "intermediate.dense", i, ParameterRole.UP, out(INTERMEDIATE), in(HIDDEN));
        linear(all, layer + "output.dense", i, ParameterRole.DOWN, out(HIDDEN), in(INTERMEDIATE));
    }

    private static void weight(List<ParameterSpec> all, String name, ParameterRole role, Dimension... dimensions) {
        all.add(new ParameterSpec(name, NO_LAYER, role, ParameterSpec.Kind.WEIGHT, List.of(dimensions)));
    }

    private static void linear(List<ParameterSpec> all, String name, int layer, ParameterRole role, Dimension rows, Dimension columns) {
        all.add(new ParameterSpec(name + ".weight", layer, role, ParameterSpec.Kind.WEIGHT, List.of(rows, columns)));
        all.add(new ParameterSpec(name + ".bias", layer, role, ParameterSpec.Kind.BIAS, List.of(rows)));
    }

    private static void norm(List<ParameterSpec> all, String name, int layer, ParameterRole role, Dimension dimension) {
        all.add(new ParameterSpec(name + ".weight", layer, role, ParameterSpec.Kind.GAIN, List.of(dimension)));
        all.add(new ParameterSpec(name + ".bias", layer, role, ParameterSpec.Kind.BIAS, List.of(dimension)));
    }
}
