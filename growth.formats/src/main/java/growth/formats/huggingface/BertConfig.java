package growth.formats.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.formats.json.JsonFields;
import java.util.List;
import java.util.Set;

/** BertForMaskedLM. */
final class BertConfig implements FamilyConfig {
    /** ACT2FN's names of GELU itself, with the error function. */
    static final Set<String> GELU = Set.of("gelu", "gelu_python");
    private static final SizeField LAYERS = SizeField.of("num_hidden_layers", ModelShape::layers, 12);
    private static final SizeField HIDDEN = SizeField.of("hidden_size", ModelShape::hidden, 768);
    private static final SizeField HEADS = SizeField.of("num_attention_heads", ModelShape::heads, 12);
    private static final SizeField INTERMEDIATE = SizeField.of("intermediate_size", ModelShape::intermediate, 3072);
    private static final SizeField VOCABULARY = SizeField.of("vocab_size", ModelShape::vocabulary, 30522);
    private static final SizeField CONTEXT = SizeField.of("max_position_embeddings", ModelShape::context, 512);
    private static final SizeField TYPES = SizeField.of("type_vocab_size", ModelShape::tokenTypes, 2);

    @Override
    public ModelShape read(JsonFields fields) {
        Unsupported.unless(fields, "hidden_act", "gelu", GELU);
        Unsupported.flag(fields, "tie_word_embeddings", true);
        return ModelShape.builder(Family.BERT).layers(LAYERS.read(fields).orElse(12)).hidden(HIDDEN.read(fields).orElse(768))
                .heads(HEADS.read(fields).orElse(12)).intermediate(INTERMEDIATE.read(fields).orElse(3072))
                .vocabulary(VOCABULARY.read(fields).orElse(30522)).context(CONTEXT.read(fields).orElse(512))
                .tokenTypes(TYPES.read(fields).orElse(2)).tied(true).normEpsilon(Unsupported.number(fields, epsilon(), 1e-12)).build();
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

    @Override
    public List<SizeField> sizes() {
        return List.of(LAYERS, HIDDEN, HEADS, INTERMEDIATE, VOCABULARY, CONTEXT, TYPES);
    }

    @Override
    public String epsilon() {
        return "layer_norm_eps";
    }

    @Override
    public Set<String> activations() {
        return GELU;
    }
}
