package growth.reference;

import growth.api.data.Batch;

/** BertForMaskedLM. */
record BertForward(Modules m) implements Forward {
    private static final String WORDS = "bert.embeddings.word_embeddings.weight";

    @Override
    public double[][] embed(Batch batch, int row) {
        Batch.Tokens tokens = (Batch.Tokens) batch;
        double[][] words = new double[tokens.sequence()][];
        double[][] positions = new double[tokens.sequence()][];
        double[][] types = new double[tokens.sequence()][];
        for (int t = 0; t < words.length; t++) {
            words[t] = m.row(WORDS, tokens.inputs()[row * tokens.sequence() + t]);
            positions[t] = m.row("bert.embeddings.position_embeddings.weight", t);
            int type = tokens.tokenTypes().length == 0 ? 0 : tokens.tokenTypes()[row * tokens.sequence() + t];
            types[t] = m.row("bert.embeddings.token_type_embeddings.weight", type);
        }
        // the norm's output is the embedded sequence, so that its gate is the gate of the embedded sequence
        return m.layerNorm("bert.embeddings.LayerNorm", Sequences.sum(Sequences.sum(words, positions), types));
    }

    @Override
    public double[][] block(int layer, double[][] x, double[][] memory) {
        String n = "bert.encoder.layer." + layer + ".";
        double[][] attended = m.attention(layer).attend(m.linear(n + "attention.self.query", x),
                m.linear(n + "attention.self.key", memory), m.linear(n + "attention.self.value", memory));
        double[][] h = m.layerNorm(n + "attention.output.LayerNorm", Sequences.sum(x, m.linear(n + "attention.output.dense", attended)));
        double[][] up = Sequences.scaled(m.linear(n + "intermediate.dense", h), m.gates().intermediate(layer));
        double[][] down = m.linear(n + "output.dense", Sequences.each(up, Activations::gelu));
        return m.layerNorm(n + "output.LayerNorm", Sequences.sum(h, down));
    }

    @Override
    public double[][] head(double[][] x) {
        double[][] transformed = Sequences.each(m.linear("cls.predictions.transform.dense", x), Activations::gelu);
        double[][] normed = m.layerNorm("cls.predictions.transform.LayerNorm", transformed);
        return Modules.plus(m.product(WORDS, normed), m.get("cls.predictions.bias"));
    }
}
