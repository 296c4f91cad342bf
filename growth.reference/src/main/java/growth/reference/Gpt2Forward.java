package growth.reference;

import growth.api.data.Batch;
import java.util.Arrays;

/** GPT2LMHeadModel. */
record Gpt2Forward(Modules m) implements Forward {

    @Override
    public double[][] embed(Batch batch, int row) {
        Batch.Tokens tokens = (Batch.Tokens) batch;
        double[][] words = new double[tokens.sequence()][];
        double[][] positions = new double[tokens.sequence()][];
        for (int t = 0; t < words.length; t++) {
            words[t] = m.row("transformer.wte.weight", tokens.inputs()[row * tokens.sequence() + t]);
            positions[t] = m.row("transformer.wpe.weight", t);
        }
        return Sequences.scaled(Sequences.sum(words, positions), m.gates().hidden());
    }

    @Override
    public double[][] block(int layer, double[][] x, double[][] memory) {
        String n = "transformer.h." + layer + ".";
        double[][] own = m.conv1d(n + "attn.c_attn", m.layerNorm(n + "ln_1", x));
        double[][] read = m.conv1d(n + "attn.c_attn", m.layerNorm(n + "ln_1", memory));
        double[][] attended = m.attention(layer).attend(third(own, 0), third(read, 1), third(read, 2));
        double[][] h = Sequences.sum(x, m.conv1d(n + "attn.c_proj", attended));
        double[][] up = m.conv1d(n + "mlp.c_fc", m.layerNorm(n + "ln_2", h));
        double[][] active = Sequences.each(Sequences.scaled(up, m.gates().intermediate(layer)), Activations::geluTanh);
        return Sequences.sum(h, m.conv1d(n + "mlp.c_proj", active));
    }

    @Override
    public double[][] head(double[][] x) {
        return m.product("transformer.wte.weight", m.layerNorm("transformer.ln_f", x));
    }

    /** c_attn's columns are [query | key | value]. */
    private static double[][] third(double[][] x, int which) {
        double[][] y = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            int size = x[t].length / 3;
            y[t] = Arrays.copyOfRange(x[t], which * size, (which + 1) * size);
        }
        return y;
    }
}
