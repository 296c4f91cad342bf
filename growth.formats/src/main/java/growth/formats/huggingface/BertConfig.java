package growth.formats.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.formats.json.JsonFields;

/** BertForMaskedLM. */
final class BertConfig implements FamilyConfig {
    @Override
    public ModelShape read(JsonFields fields) {
        Unsupported.unless(fields, "hidden_act", "gelu", "gelu");
        Unsupported.unless(fields, "position_embedding_type", "absolute", "absolute");
        Unsupported.flag(fields, "is_decoder", false);
        Unsupported.flag(fields, "add_cross_attention", false);
        Unsupported.flag(fields, "tie_word_embeddings", true);
        return ModelShape.builder(Family.BERT).layers(fields.integer("num_hidden_layers", 12)).hidden(fields.integer("hidden_size", 768))
                .heads(fields.integer("num_attention_heads", 12)).intermediate(fields.integer("intermediate_size", 3072))
                .vocabulary(fields.integer("vocab_size", 30522)).context(fields.integer("max_position_embeddings", 512))
                .tokenTypes(fields.integer("type_vocab_size", 2)).tied(true).normEpsilon(fields.number("layer_norm_eps", 1e-12)).build();
    }

    @Override
    public void write(ModelShape shape, ObjectNode fields) {
        fields.put("attention_probs_dropout_prob", 0.0).putNull("classifier_dropout").put("hidden_act", "gelu")
                .put("hidden_dropout_prob", 0.0).put("hidden_size", shape.hidden()).put("initializer_range", 0.02)
                .put("intermediate_size", shape.intermediate()).put("layer_norm_eps", shape.normEpsilon())
                .put("max_position_embeddings", shape.context()).put("num_attention_heads", shape.heads())
                .put("num_hidden_layers", shape.layers()).put("position_embedding_type", "absolute").put("tie_word_embeddings", true)
                .put("type_vocab_size", shape.tokenTypes()).put("use_cache", true).put("vocab_size", shape.vocabulary());
    }

    @Override
    public String architecture() {
        return "BertForMaskedLM";
    }
}
