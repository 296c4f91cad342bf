package growth.runtime.train;

import growth.api.data.Batch;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import java.util.Arrays;

/** What it costs to train a model on a batch. */
final class StepCost {
    private StepCost() {
    }

    /** @return training operations */
    static double flops(Batch batch, ModelShape shape, View view, Trainable trainable) {
        return batch.rows() * TrainingCost.perSequence(shape, view, scored(batch) / (double) batch.rows(), trainable);
    }

    private static long scored(Batch batch) {
        int[] labels = batch instanceof Batch.Tokens tokens ? tokens.labels() : ((Batch.Images) batch).labels();
        return Arrays.stream(labels).filter(label -> label != Batch.IGNORED).count();
    }
}
