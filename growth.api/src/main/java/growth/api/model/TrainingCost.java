package growth.api.model;

/**
 * Training compute in floating-point operations, forward and backward, by the field's count (growth-methods 1.7):
 * 6·N + 12·L·h·e·T per token, where N are the matrix parameters a token meets (the head counts also when tied, embeddings do not) and
 * the second term is attention's two products, not halved for causal masks. Norms, activations and the optimizer are not counted, and of
 * the head only positions whose label is scored.
 */
public final class TrainingCost {
    private TrainingCost() {
    }

    /** @return operations per sequence (per image for vision models) of that view, with every position scored */
    public static double perSequence(ModelShape shape, View view) {
        return perSequence(shape, view, view.sequence(shape));
    }

    /**
     * @param scored positions per sequence whose label is scored; not used for vision models
     * @return operations per sequence (per image for vision models) of that view
     */
    public static double perSequence(ModelShape shape, View view, double scored) {
        int sequence = view.sequence(shape);
        int layers = view.layers().map(java.util.List::size).orElse(shape.layers());
        if (shape.image().isPresent()) {
            ImageShape image = shape.image().get();
            double patch = (double) image.channels() * image.patch() * image.patch() * shape.hidden();
            return layers * block(shape, sequence) + 6.0 * patch * (sequence - 1) + 6.0 * shape.hidden() * image.labels();
        }
        double transform = shape.family() == Family.BERT ? (double) shape.hidden() * shape.hidden() : 0;
        double head = 6.0 * ((double) shape.vocabulary() * shape.hidden() + transform) * scored;
        if (view.pooling().isEmpty() || layers == 0) {
            return layers * block(shape, sequence) + head;
        }
        double rows = 1 + Math.ceil((sequence - 1) / (double) view.pooling().get().size()) + scored;
        return pooledFirst(shape, rows, sequence) + (layers - 1) * block(shape, rows) + head;
    }

    private static double block(ModelShape shape, double rows) {
        return 6.0 * blockMatrices(shape) * rows + 12.0 * shape.attentionSize() * rows * rows;
    }

    /** The first block after pooling: queries are pooled, keys and values are not (Gu et al. 2021). */
    private static double pooledFirst(ModelShape shape, double rows, double sequence) {
        double keysValues = 2.0 * shape.kvHeads() * shape.headSize() * shape.hidden();
        return 6.0 * ((blockMatrices(shape) - keysValues) * rows + keysValues * sequence) + 12.0 * shape.attentionSize() * rows * sequence;
    }

    /** @return operations per token that the data deliver (per position for vision models), with every position scored */
    public static double perToken(ModelShape shape, View view) {
        return perToken(shape, view, 1);
    }

    /**
     * @param scoredShare share of the positions whose label is scored
     * @return operations per token that the data deliver (per position for vision models)
     */
    public static double perToken(ModelShape shape, View view, double scoredShare) {
        int sequence = view.sequence(shape);
        return perSequence(shape, view, scoredShare * sequence) / sequence;
    }

    /** @return matrix parameters of one block */
    public static long blockMatrices(ModelShape shape) {
        long attention = (2L * shape.heads() + 2L * shape.kvHeads()) * shape.headSize() * shape.hidden();
        long mlp = (shape.family() == Family.LLAMA ? 3L : 2L) * shape.intermediate() * shape.hidden();
        return attention + mlp;
    }
}
