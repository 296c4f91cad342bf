package growth.runtime.train;

import growth.api.data.Batch;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import java.util.Arrays;

/**
 * The cost of training.
 *
 * @param tokens  tokens (images) put through a model in training
 * @param flops   training operations
 * @param seconds time
 */
record TrainingEffort(long tokens, double flops, double seconds) {
    /** Nothing. */
    static final TrainingEffort NONE = new TrainingEffort(0, 0, 0);

    /** Returns the operations that it takes to train a model on a batch. */
    static double flops(Batch batch, ModelShape shape, View view, Trainable trainable) {
        return batch.rows() * TrainingCost.perSequence(shape, view, scored(batch) / (double) batch.rows(), trainable);
    }

    private static long scored(Batch batch) {
        int[] labels = batch instanceof Batch.Tokens tokens ? tokens.labels() : ((Batch.Images) batch).labels();
        return Arrays.stream(labels).filter(label -> label != Batch.IGNORED).count();
    }

    /** Returns the same in that time. */
    TrainingEffort in(double time) {
        return new TrainingEffort(tokens, flops, time);
    }
}
