package growth.formats.samediff;

import growth.api.model.ModelShape;
import growth.api.model.RopeScaling;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * LlamaForCausalLM.
 *
 * @param ids placeholder of token ids
 * @param cos of the angle of each position and frequency, {@code [T, head size / 2]}
 * @param sin likewise
 */
record LlamaGraph(Modules m, Rows rows, SDVariable ids, AttentionGraph attention, SDVariable cos, SDVariable sin) implements FamilyGraph {
    private static final String WORDS = "model.embed_tokens.weight";

    static LlamaGraph of(Modules m, SDVariable ids) {
        SameDiff sd = m.sd();
        Rows rows = Rows.of(sd, ids);
        // angles of thousands of radians need more digits than FLOAT has
        SDVariable angles = sd.expandDims(Rows.numbers(sd, ids, DataType.DOUBLE), 1)
                .mul(sd.constant(Nd4j.createFromArray(new double[][] {frequencies(m.shape())})));
        return new LlamaGraph(m, rows, ids, AttentionGraph.causal(m, rows, ids), sd.math().cos(angles).castTo(DataType.FLOAT),
                sd.math().sin(angles).castTo(DataType.FLOAT));
    }

    /** f(i) = θ^(−2i/e), scaled. */
    private static double[] frequencies(ModelShape shape) {
        double[] frequencies = new double[shape.headSize() / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double plain = Math.pow(shape.ropeTheta(), -2.0 * i / shape.headSize());
            frequencies[i] = shape.ropeScaling().map((RopeScaling scaling) -> scaling.scaled(plain)).orElse(plain);
        }
        return frequencies;
    }

    @Override
    public SDVariable embed() {
        return m.gates().hidden(m.sd().reshape(m.lookup(WORDS, ids), -1, m.shape().hidden()));
    }

    @Override
    public SDVariable block(int layer, SDVariable x) {
        String n = "model.layers." + layer + ".";
        SDVariable y = m.rmsNorm(n + "input_layernorm", x);
        SDVariable attended = attention.attend(layer, m.linear(n + "self_attn.q_proj", y), m.linear(n + "self_attn.k_proj", y),
                m.linear(n + "self_attn.v_proj", y), this::turned);
        SDVariable h = x.add(m.linear(n + "self_attn.o_proj", attended));
        SDVariable z = m.rmsNorm(n + "post_attention_layernorm", h);
        SDVariable up = m.gates().intermediate(layer, m.linear(n + "mlp.up_proj", z));
        return h.add(m.linear(n + "mlp.down_proj", m.silu(m.linear(n + "mlp.gate_proj", z)).mul(up)));
    }

    /** Turns coordinate i of a head together with coordinate i + e/2. */
    private SDVariable turned(SDVariable x) {
        SDVariable[] halves = m.sd().split(x, 2, 3);
        return m.sd().concat(3, halves[0].mul(cos).sub(halves[1].mul(sin)), halves[1].mul(cos).add(halves[0].mul(sin)));
    }

    @Override
    public void head(SDVariable x) {
        SDVariable y = m.rmsNorm("model.norm", x);
        rows.split(SameDiffModel.LAST_HIDDEN_STATE, y, m.shape().hidden());
        rows.split(SameDiffModel.LOGITS, m.product(m.shape().tied() ? WORDS : "lm_head.weight", y), m.shape().vocabulary());
    }
}
