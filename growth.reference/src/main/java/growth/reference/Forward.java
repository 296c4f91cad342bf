package growth.reference;

import growth.api.data.Batch;

/** The three parts of a model on one sequence; sequences are {@code [positions][features]}. */
interface Forward {
    /** Returns the embedded sequence of a row, gated, {@code [positions][hidden]}. */
    double[][] embed(Batch batch, int row);

    /**
     * @param x      residual stream, from which queries, the residual connections and the MLP are computed, {@code [positions][hidden]}
     * @param memory source of keys and values: {@code x} itself, unless the sequence was pooled
     * @return the residual stream after the block, without the block's own gate
     */
    double[][] block(int layer, double[][] x, double[][] memory);

    /** Returns logits, {@code [positions][vocabulary]}; {@code [1][labels]} for vision models. */
    double[][] head(double[][] x);

    /** Returns the forward pass of a model's family. */
    static Forward of(Modules modules) {
        return switch (modules.shape().family()) {
            case LLAMA -> new LlamaForward(modules);
            case GPT2 -> new Gpt2Forward(modules);
            case BERT -> new BertForward(modules);
            case VIT -> new VitForward(modules);
        };
    }
}
