package growth.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.formats.json.JsonFields;

/** ViTForImageClassification. Transformers does not write the number of labels, but their names. */
final class VitConfig extends FamilyConfig {
    private static final int DEFAULT_LABELS = 2;

    VitConfig() {
        super("ViTForImageClassification", "layer_norm_eps", BertConfig.GELU, BertConfig.LAYERS, BertConfig.HIDDEN, BertConfig.HEADS,
                BertConfig.INTERMEDIATE);
    }

    @Override
    ModelShape read(JsonFields fields) {
        Unsupported.unless(fields, "hidden_act", "gelu", BertConfig.GELU);
        Unsupported.flag(fields, "qkv_bias", true);
        ImageShape image = new ImageShape(square(fields, "image_size", 224), square(fields, "patch_size", 16),
                fields.integer("num_channels", 3), labels(fields));
        return ModelShape.builder(Family.VIT).layers(BertConfig.LAYERS.read(fields)).hidden(BertConfig.HIDDEN.read(fields))
                .heads(BertConfig.HEADS.read(fields)).intermediate(BertConfig.INTERMEDIATE.read(fields)).image(image)
                .normEpsilon(epsilon(fields, 1e-12)).build();
    }

    /** Transformers takes height and width as one number or as two. */
    private static int square(JsonFields fields, String name, int absent) {
        JsonNode value = fields.value(name);
        if (!value.isArray()) {
            return fields.stands(name) ? fields.integer(name) : absent;
        }
        if (value.size() != 2 || !value.get(0).canConvertToInt() || !value.get(0).isIntegralNumber()) {
            throw fields.refuse(name, "must be one number of pixels or height and width, not " + JsonFields.shown(value));
        }
        if (!value.get(0).equals(value.get(1))) {
            throw fields.refuse(name, JsonFields.shown(value) + " is not supported; height and width must be the same");
        }
        return value.get(0).intValue();
    }

    private static int labels(JsonFields fields) {
        JsonNode names = fields.value("id2label");
        if (names.isMissingNode()) {
            return fields.integer("num_labels", DEFAULT_LABELS);
        }
        if (!names.isObject() || names.isEmpty()) {
            throw fields.refuse("id2label", "must be an object of the labels' names");
        }
        if (fields.integer("num_labels", names.size()) != names.size()) {
            throw fields.refuse("num_labels", "is not the number of names in id2label, " + names.size());
        }
        return names.size();
    }

    @Override
    void write(ModelShape shape, ObjectNode fields) {
        ImageShape image = shape.image().orElseThrow();
        fields.put("attention_probs_dropout_prob", 0.0).put("encoder_stride", image.patch()).put("hidden_act", "gelu")
                .put("hidden_dropout_prob", 0.0).put("hidden_size", shape.hidden());
        ObjectNode names = fields.putObject("id2label");
        for (int i = 0; i < image.labels(); i++) {
            names.put(Integer.toString(i), "LABEL_" + i);
        }
        fields.put("image_size", image.size()).put("initializer_range", 0.02).put("intermediate_size", shape.intermediate());
        ObjectNode ids = fields.putObject("label2id");
        for (int i = 0; i < image.labels(); i++) {
            ids.put("LABEL_" + i, i);
        }
        fields.put("layer_norm_eps", shape.normEpsilon()).put("num_attention_heads", shape.heads()).put("num_channels", image.channels())
                .put("num_hidden_layers", shape.layers()).put("patch_size", image.patch()).put("qkv_bias", true);
    }

    @Override
    void grow(ObjectNode fields, ModelShape from, ModelShape to) {
        super.grow(fields, from, to);
        // the pooler is as wide as the model, unless it says otherwise
        if (fields.path("pooler_output_size").asInt() == from.hidden()) {
            fields.put("pooler_output_size", to.hidden());
        }
    }
}
