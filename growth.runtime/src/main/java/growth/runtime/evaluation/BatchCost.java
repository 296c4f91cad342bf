package growth.runtime.evaluation;

import growth.api.data.Batch;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.TrainingCost;
import growth.api.model.View;

/** The operations that a batch takes, by {@link TrainingCost}; the labels that are scored are counted, not estimated. */
public final class BatchCost {
    /** A forward pass is a third of a training step. */
    public static final double FORWARD_SHARE = 1 / 3.0;

    private BatchCost() {
    }

    /** Returns the operations that it takes to train a model on a batch. */
    public static double training(Batch batch, ModelShape shape, View view, Trainable trainable) {
        return batch.rows() * TrainingCost.perSequence(shape, view, batch.scored() / (double) batch.rows(), trainable);
    }

    /** Returns the operations that it takes to evaluate a model on a batch. */
    public static double forward(Batch batch, ModelShape shape, View view) {
        return training(batch, shape, view, Trainable.ALL) * FORWARD_SHARE;
    }

    /** Returns the labels of a batch, {@link Batch#IGNORED} ones too. */
    static int[] labels(Batch batch) {
        return batch instanceof Batch.Tokens tokens ? tokens.labels() : ((Batch.Images) batch).labels();
    }
}
