package growth.api.model;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Training compute in floating-point operations, forward and backward, by the usual count (growth-methods 1.7): 6·N + 12·L·h·e·T per token,
 * where N are the matrix parameters a token meets (the head counts also when tied, embeddings do not) and the second term is attention's
 * two products, not halved for causal masks. Norms, activations and the optimizer are not counted. The head counts only at positions whose
 * label is scored. Where parts of the model are frozen, only the rest of the backward pass counts.
 */
public final class TrainingCost {
    private TrainingCost() {
    }

    /** The part of a block that is computed: operations per matrix parameter and row, and per coordinate of attention and pair of rows. */
    private enum Work {
        /** Forward, and the gradients of input and weights. */
        FULL(6, 12),
        /** Frozen, but the gradient goes through to what learns before it. */
        THROUGH(4, 12),
        /** Nothing up to it learns. */
        FORWARD(2, 4);

        private final double matrices;
        private final double attention;

        Work(double matrices, double attention) {
            this.matrices = matrices;
            this.attention = attention;
        }

        static List<Work> of(List<Integer> running, Trainable trainable) {
            int reached = trainable.firstReached(running);
            return IntStream.range(0, running.size())
                    .mapToObj(i -> i < reached ? FORWARD : trainable.trains(running.get(i)) ? FULL : THROUGH).toList();
        }
    }

    /** Returns the operations per sequence (per image for vision models) of that view, with every position scored. */
    public static double perSequence(ModelShape shape, View view) {
        return perSequence(shape, view, view.sequence(shape));
    }

    /**
     * @param scored positions per sequence whose label is scored; not used for vision models
     * @return operations per sequence (per image for vision models) of that view
     */
    public static double perSequence(ModelShape shape, View view, double scored) {
        return perSequence(shape, view, scored, Trainable.ALL);
    }

    /**
     * @param scored    positions per sequence whose label is scored; not used for vision models
     * @param trainable what learns
     * @return operations per sequence (per image for vision models) of that view
     */
    public static double perSequence(ModelShape shape, View view, double scored, Trainable trainable) {
        int sequence = view.sequence(shape);
        List<Work> works = Work.of(view.layers(shape), trainable);
        double perHeadMatrix = trainable.head() ? 6 : 4;
        if (shape.image().isPresent()) {
            ImageShape image = shape.image().get();
            double patch = (double) image.channels() * image.patch() * image.patch() * shape.hidden();
            double perPatchMatrix = trainable.embedding() ? 6 : 2;
            return blocks(shape, sequence, works) + perPatchMatrix * patch * (sequence - 1)
                    + perHeadMatrix * shape.hidden() * image.labels();
        }
        double transform = shape.family() == Family.BERT ? (double) shape.hidden() * shape.hidden() : 0;
        double head = perHeadMatrix * ((double) shape.vocabulary() * shape.hidden() + transform) * scored;
        if (view.pooling().isEmpty() || works.isEmpty()) {
            return blocks(shape, sequence, works) + head;
        }
        double rows = 1 + Math.ceil((sequence - 1) / (double) view.pooling().get().size()) + scored;
        return pooledFirst(shape, rows, sequence, works.get(0)) + blocks(shape, rows, works.subList(1, works.size())) + head;
    }

    private static double blocks(ModelShape shape, double rows, List<Work> works) {
        double sum = 0;
        for (Work work : Work.values()) {
            sum += Collections.frequency(works, work) * (work.matrices * blockMatrices(shape) * rows
                    + work.attention * shape.attentionSize() * rows * rows);
        }
        return sum;
    }

    /** The first block after pooling: queries are pooled, keys and values are not (Gu et al. 2021). */
    private static double pooledFirst(ModelShape shape, double rows, double sequence, Work work) {
        double keysValues = 2.0 * shape.kvHeads() * shape.headSize() * shape.hidden();
        return work.matrices * ((blockMatrices(shape) - keysValues) * rows + keysValues * sequence)
                + work.attention * shape.attentionSize() * rows * sequence;
    }

    /** Returns the operations per token that the data deliver (per position for vision models), with every position scored. */
    public static double perToken(ModelShape shape, View view) {
        return perToken(shape, view, 1);
    }

    /**
     * @param scoredShare share of the positions whose label is scored
     * @return operations per token that the data deliver (per position for vision models)
     */
    public static double perToken(ModelShape shape, View view, double scoredShare) {
        return perToken(shape, view, scoredShare, Trainable.ALL);
    }

    /**
     * @param scoredShare share of the positions whose label is scored
     * @param trainable   what learns
     * @return operations per token that the data deliver (per position for vision models)
     */
    public static double perToken(ModelShape shape, View view, double scoredShare, Trainable trainable) {
        int sequence = view.sequence(shape);
        return perSequence(shape, view, scoredShare * sequence, trainable) / sequence;
    }

    /** Returns the matrix parameters of one block. */
    public static long blockMatrices(ModelShape shape) {
        long attention = (2L * shape.heads() + 2L * shape.kvHeads()) * shape.headSize() * shape.hidden();
        long mlp = (shape.family() == Family.LLAMA ? 3L : 2L) * shape.intermediate() * shape.hidden();
        return attention + mlp;
    }
}
