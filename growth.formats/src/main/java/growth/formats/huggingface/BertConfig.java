package growth.formats.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.formats.json.JsonFields;
import java.util.Set;

/** BertForMaskedLM. */
final class BertConfig extends FamilyConfig {
    /** ACT2FN's names of GELU itself, with the error function. */
    static final Set<String> GELU = Set.of("gelu", "gelu_python");
    static final SizeField LAYERS = SizeField.of("num_hidden_layers", ModelShape::layers, 12);
    static final SizeField HIDDEN = SizeField.of("hidden_size", ModelShape::hidden, 768);
    static final SizeField HEADS = SizeField.of("num_attention_heads", ModelShape::heads, 12);
    static final SizeField INTERMEDIATE = SizeField.of("intermediate_size", ModelShape::intermediate, 3072);
    private static final SizeField VOCABULARY = SizeField.of("vocab_size", ModelShape::vocabulary, 30522);
    private static final SizeField CONTEXT = SizeField.of("max_position_embeddings", ModelShape::context, 512);
    private static final SizeField TYPES = SizeField.of("type_vocab_size", ModelShape::tokenTypes, 2);

    BertConfig() {
        super("BertForMaskedLM", "layer_norm_eps", GELU, LAYERS, HIDDEN, HEADS, INTERMEDIATE, VOCABULARY, CONTEXT, TYPES);
    }

    @Override
    ModelShape read(JsonFields fields) {
        Unsupported.unless(fields, "hidden_act", "gelu", GELU);
        Unsupported.flag(fields, "tie_word_embeddings", true);
        return ModelShape.builder(Family.BERT).layers(LAYERS.read(fields)).hidden(HIDDEN.read(fields))
                .heads(HEADS.read(fields)).intermediate(INTERMEDIATE.read(fields))
                .vocabulary(VOCABULARY.read(fields)).context(CONTEXT.read(fields))
                .tokenTypes(TYPES.read(fields)).tied(true).normEpsilon(epsilon(fields, 1e-12)).build();
    }

    @Override
    void write(ModelShape shape, ObjectNode fields) {
        fields.put("attention_probs_dropout_prob", 0.0).putNull("classifier_dropout").put("hidden_act", "gelu")
                .put("hidden_dropout_prob", 0.0).put("hidden_size", shape.hidden()).put("initializer_range", 0.02)
                .put("intermediate_size", shape.intermediate()).put("layer_norm_eps", shape.normEpsilon())
                .put("max_position_embeddings", shape.context()).put("num_attention_heads", shape.heads())
                .put("num_hidden_layers", shape.layers()).put("position_embedding_type", "absolute").put("tie_word_embeddings", true)
                .put("type_vocab_size", shape.tokenTypes()).put("use_cache", true).put("vocab_size", shape.vocabulary());
    }
}
