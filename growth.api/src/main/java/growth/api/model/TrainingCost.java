package growth.api.model;

/**
 * Training compute in floating-point operations, forward and backward, by the field's count (growth-methods 1.7):
 * 6·N + 12·L·h·e·T per token, where N are the matrix parameters a token meets (the head counts also when tied, embeddings do not) and
 * the second term is attention's two products, not halved for causal masks. Norms, activations and the optimizer are not counted.
 */
public final class TrainingCost {
    private TrainingCost() {
    }

    /** @return operations per sequence (per image for vision models) of that view */
    public static double perSequence(ModelShape shape, View view) {
        int sequence = view.sequence(shape);
        double rows = view.pooling().map(p -> Math.ceil(sequence / (double) p.size())).orElse((double) sequence);
        int layers = view.layers().map(java.util.List::size).orElse(shape.layers());
        double attention = 12.0 * shape.attentionSize() * rows * rows;
        double blocks = layers * (6.0 * blockMatrices(shape) * rows + attention);
        if (shape.image().isPresent()) {
            ImageShape image = shape.image().get();
            double patch = (double) image.channels() * image.patch() * image.patch() * shape.hidden();
            return blocks + 6.0 * patch * (sequence - 1) + 6.0 * shape.hidden() * image.labels();
        }
        double transform = shape.family() == Family.BERT ? (double) shape.hidden() * shape.hidden() : 0;
        return blocks + 6.0 * ((double) shape.vocabulary() * shape.hidden() + transform) * sequence;
    }

    /** @return operations per token that the data deliver (per position for vision models) */
    public static double perToken(ModelShape shape, View view) {
        return perSequence(shape, view) / view.sequence(shape);
    }

    /** @return matrix parameters of one block */
    public static long blockMatrices(ModelShape shape) {
        long attention = (2L * shape.heads() + 2L * shape.kvHeads()) * shape.headSize() * shape.hidden();
        long mlp = (shape.family() == Family.LLAMA ? 3L : 2L) * shape.intermediate() * shape.hidden();
        return attention + mlp;
    }
}
