package growth.runtime.train;

import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.model.View;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model's answers to one batch, kept while the model changes.
 *
 * @param values row-major, the label or token id varying fastest
 * @param last   number of labels or token ids
 */
record Logits(float[] values, int last) {

    /** Returns the session's logits for the batch. */
    static Logits of(EngineSession session, Batch batch, View view) {
        try (INDArray logits = session.logits(batch, view); INDArray dense = logits.dup('c')) {
            return new Logits(dense.data().asFloat(), (int) logits.size(logits.rank() - 1));
        }
    }

    /** Returns max |Δlogit|; NaN if there is a NaN, or if the two do not answer the same number of questions. */
    double largestChange(Logits other) {
        if (last != other.last || values.length != other.values.length) {
            return Double.NaN;
        }
        double largest = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs((double) values[i] - other.values[i]));
        }
        return largest;
    }
}
