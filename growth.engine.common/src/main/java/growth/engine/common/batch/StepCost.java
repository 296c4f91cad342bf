package growth.engine.common.batch;

import growth.api.data.Batch;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.TrainingCost;
import growth.api.model.View;

/** The training operations of batches, by {@link TrainingCost}. */
public final class StepCost {
    private StepCost() {
    }

    /** Returns the operations of training the parts that learn on a batch, as long as its sequences are. */
    public static double flops(ModelShape shape, Batch batch, View view, Trainable learning) {
        View seen = batch instanceof Batch.Tokens tokens ? view.withSequence(tokens.sequence()) : view;
        double scored = batch.scored() / (double) batch.rows();
        return batch.rows() * TrainingCost.perSequence(shape, seen, scored, learning);
    }
}
