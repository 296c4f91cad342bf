package growth.formats.samediff;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * BertForMaskedLM.
 *
 * @param ids   placeholder of token ids
 * @param types placeholder of token types
 */
record BertGraph(Modules m, Rows rows, SDVariable ids, SDVariable types, AttentionGraph attention) implements FamilyGraph {
    private static final String EMBEDDINGS = "bert.embeddings.";
    private static final String WORDS = EMBEDDINGS + "word_embeddings.weight";

    static BertGraph of(Modules m, SDVariable ids) {
        SameDiff sd = m.sd();
        SDVariable types = sd.placeHolder(SameDiffModel.TOKEN_TYPE_IDS, DataType.INT, -1, -1);
        SDVariable mask = sd.placeHolder(SameDiffModel.ATTENTION_MASK, DataType.INT, -1, -1);
        Rows rows = Rows.of(sd, ids);
        SDVariable visible = sd.expandDims(sd.expandDims(mask.castTo(DataType.FLOAT), 1), 1);
        return new BertGraph(m, rows, ids, types, new AttentionGraph(m, rows, Optional.of(visible)));
    }

    @Override
    public SDVariable embed() {
        SDVariable numbers = Rows.numbers(m.sd(), ids, DataType.INT);
        SDVariable sum = m.lookup(WORDS, ids).add(m.lookup(EMBEDDINGS + "position_embeddings.weight", numbers))
                .add(m.lookup(EMBEDDINGS + "token_type_embeddings.weight", types));
        return m.layerNorm(EMBEDDINGS + "LayerNorm", m.sd().reshape(sum, -1, m.shape().hidden()));
    }

    @Override
    public SDVariable block(int layer, SDVariable x) {
        String n = "bert.encoder.layer." + layer + ".";
        SDVariable attended = attention.attend(layer, m.linear(n + "attention.self.query", x), m.linear(n + "attention.self.key", x),
                m.linear(n + "attention.self.value", x));
        SDVariable h = m.layerNorm(n + "attention.output.LayerNorm", x.add(m.linear(n + "attention.output.dense", attended)));
        SDVariable up = m.gates().intermediate(layer, m.linear(n + "intermediate.dense", h));
        return m.layerNorm(n + "output.LayerNorm", h.add(m.linear(n + "output.dense", m.gelu(up))));
    }

    @Override
    public void head(SDVariable x) {
        rows.split(SameDiffModel.LAST_HIDDEN_STATE, x, m.shape().hidden());
        String n = "cls.predictions.";
        SDVariable y = m.layerNorm(n + "transform.LayerNorm", m.gelu(m.linear(n + "transform.dense", x)));
        rows.split(SameDiffModel.LOGITS, m.product(WORDS, y).add(m.get(n + "bias")), m.shape().vocabulary());
    }
}
