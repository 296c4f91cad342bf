package growth.reference;

import growth.api.data.Batch;
import growth.api.model.RopeScaling;

/** LlamaForCausalLM. */
record LlamaForward(Modules m) implements Forward {

    @Override
    public double[][] embed(Batch batch, int row) {
        Batch.Tokens tokens = (Batch.Tokens) batch;
        double[][] x = new double[tokens.sequence()][];
        for (int t = 0; t < x.length; t++) {
            x[t] = m.row("model.embed_tokens.weight", tokens.inputs()[row * tokens.sequence() + t]);
        }
        return Sequences.scaled(x, m.gates().hidden());
    }

    @Override
    public double[][] block(int layer, double[][] x, double[][] memory) {
        String n = "model.layers." + layer + ".";
        double[][] attended = m.attention(layer).attend(
                turned(m.linear(n + "self_attn.q_proj", m.rmsNorm(n + "input_layernorm", x))),
                turned(m.linear(n + "self_attn.k_proj", m.rmsNorm(n + "input_layernorm", memory))),
                m.linear(n + "self_attn.v_proj", m.rmsNorm(n + "input_layernorm", memory)));
        double[][] h = Sequences.sum(x, m.linear(n + "self_attn.o_proj", attended));
        double[][] y = m.rmsNorm(n + "post_attention_layernorm", h);
        double[][] gate = Sequences.each(m.linear(n + "mlp.gate_proj", y), Activations::silu);
        double[][] up = Sequences.scaled(m.linear(n + "mlp.up_proj", y), m.gates().intermediate(layer));
        return Sequences.sum(h, m.linear(n + "mlp.down_proj", Sequences.product(gate, up)));
    }

    @Override
    public double[][] head(double[][] x) {
        return m.product(m.shape().tied() ? "model.embed_tokens.weight" : "lm_head.weight", m.rmsNorm("model.norm", x));
    }

    /**
     * Rotary positions (Su et al. 2021) as Hugging Face writes them: x·cos + rotate_half(x)·sin, where rotate_half(x) = [−x₂, x₁] of a
     * head's halves x₁ and x₂, and coordinate i turns by position · f(i mod e/2).
     */
    private double[][] turned(double[][] x) {
        int size = m.shape().headSize();
        double[][] y = new double[x.length][x[0].length];
        for (int t = 0; t < x.length; t++) {
            for (int j = 0; j < x[t].length; j++) {
                int i = j % size;
                double angle = t * frequency(i % (size / 2));
                double rotatedHalf = i < size / 2 ? -x[t][j + size / 2] : x[t][j - size / 2];
                y[t][j] = x[t][j] * Math.cos(angle) + rotatedHalf * Math.sin(angle);
            }
        }
        return y;
    }

    /** f(i) = θ^(−2i/e), changed by the cases of the wavelength, as in transformers' modeling_rope_utils. */
    private double frequency(int i) {
        double plain = Math.pow(m.shape().ropeTheta(), -2.0 * i / m.shape().headSize());
        RopeScaling scaling = m.shape().ropeScaling().orElse(null);
        if (scaling instanceof RopeScaling.Llama3 llama3) {
            double wavelength = 2 * Math.PI / plain;
            double longest = llama3.originalContext() / llama3.lowFreqFactor();
            double shortest = llama3.originalContext() / llama3.highFreqFactor();
            if (wavelength > longest) {
                return plain / llama3.factor();
            }
            double smooth = (llama3.originalContext() / wavelength - llama3.lowFreqFactor())
                    / (llama3.highFreqFactor() - llama3.lowFreqFactor());
            return wavelength < shortest ? plain : (1 - smooth) * plain / llama3.factor() + smooth * plain;
        }
        return scaling instanceof RopeScaling.Linear linear ? plain / linear.factor() : plain;
    }
}
