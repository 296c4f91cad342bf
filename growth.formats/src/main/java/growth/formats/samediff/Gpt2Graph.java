package growth.formats.samediff;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * GPT2LMHeadModel.
 *
 * @param ids placeholder of token ids
 */
record Gpt2Graph(Modules m, Rows rows, SDVariable ids, AttentionGraph attention) implements FamilyGraph {
    private static final String WORDS = "transformer.wte.weight";

    static Gpt2Graph of(Modules m, SDVariable ids) {
        Rows rows = Rows.of(m.sd(), ids);
        return new Gpt2Graph(m, rows, ids, AttentionGraph.causal(m, rows, ids));
    }

    @Override
    public SDVariable embed() {
        SDVariable sum = m.lookup(WORDS, ids).add(m.lookup("transformer.wpe.weight", Rows.numbers(m.sd(), ids, DataType.INT)));
        return m.gates().hidden(m.sd().reshape(sum, -1, m.shape().hidden()));
    }

    @Override
    public SDVariable block(int layer, SDVariable x) {
        String n = "transformer.h." + layer + ".";
        // c_attn's columns are [query | key | value]
        SDVariable[] thirds = m.sd().split(m.conv1d(n + "attn.c_attn", m.layerNorm(n + "ln_1", x)), 3, 1);
        SDVariable h = x.add(m.conv1d(n + "attn.c_proj", attention.attend(layer, thirds[0], thirds[1], thirds[2])));
        SDVariable up = m.gates().intermediate(layer, m.conv1d(n + "mlp.c_fc", m.layerNorm(n + "ln_2", h)));
        return h.add(m.conv1d(n + "mlp.c_proj", m.geluTanh(up)));
    }

    @Override
    public void head(SDVariable x) {
        SDVariable y = m.layerNorm("transformer.ln_f", x);
        rows.split(SameDiffModel.LAST_HIDDEN_STATE, y, m.shape().hidden());
        rows.split(SameDiffModel.LOGITS, m.product(WORDS, y), m.shape().vocabulary());
    }
}
