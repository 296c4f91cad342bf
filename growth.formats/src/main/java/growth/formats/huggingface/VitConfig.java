package growth.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.formats.json.JsonFields;

/** ViTForImageClassification. Transformers does not write the number of labels, but their names. */
final class VitConfig implements FamilyConfig {
    private static final int DEFAULT_LABELS = 2;

    @Override
    public ModelShape read(JsonFields fields) {
        Unsupported.unless(fields, "hidden_act", "gelu", "gelu");
        Unsupported.flag(fields, "qkv_bias", true);
        ImageShape image = new ImageShape(fields.integer("image_size", 224), fields.integer("patch_size", 16),
                fields.integer("num_channels", 3), labels(fields));
        return ModelShape.builder(Family.VIT).layers(fields.integer("num_hidden_layers", 12)).hidden(fields.integer("hidden_size", 768))
                .heads(fields.integer("num_attention_heads", 12)).intermediate(fields.integer("intermediate_size", 3072)).image(image)
                .normEpsilon(fields.number("layer_norm_eps", 1e-12)).build();
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
    public void write(ModelShape shape, ObjectNode fields) {
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
    public String architecture() {
        return "ViTForImageClassification";
    }
}
