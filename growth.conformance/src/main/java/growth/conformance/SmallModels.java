package growth.conformance;

import growth.api.data.Batch;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.reference.RandomModels;
import growth.reference.ReferenceModel;

/** The models and batches on which growths are tried, and their logits in float64. */
final class SmallModels {
    private static final long MODEL = 3;
    private static final long BATCH = 5;
    private static final int ROWS = 2;

    private SmallModels() {
    }

    /** Returns a random float64 model, the same every time. */
    static ModelState of(ModelShape shape) {
        return RandomModels.model(shape, MODEL);
    }

    static Batch batch(ModelShape shape) {
        return RandomModels.any(shape, ROWS, BATCH);
    }

    /** Returns the reference's logits, with the state's gates. */
    static double[] logits(ModelState state) {
        return new ReferenceModel(state.shape(), Trial.values(state.parameters())).logits(batch(state.shape()), View.full(), state.gates());
    }
}
