package growth.reference;

import growth.api.data.Batch;
import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.api.model.View;

/** Measures the distance of two models on one random batch, in float64. */
public final class LogitChange {
    private LogitChange() {
    }

    /** Returns max |Δlogit|, each model behind its own gates. */
    public static double between(ModelState before, ModelState after) {
        return between(before, before.gates(), after, after.gates());
    }

    /** Returns max |Δlogit| behind these gates. */
    public static double between(ModelState before, Gates beforeGates, ModelState after, Gates afterGates) {
        Batch batch = RandomModels.any(before.shape(), 2, 4);
        return maxDifference(ReferenceModel.of(before).logits(batch, View.full(), beforeGates),
                ReferenceModel.of(after).logits(batch, View.full(), afterGates));
    }

    /** Returns max |a − b| of arrays of one length. */
    public static double maxDifference(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(a.length + " against " + b.length + " values");
        }
        double max = 0;
        for (int i = 0; i < a.length; i++) {
            max = Math.max(max, Math.abs(a[i] - b[i]));
        }
        return max;
    }
}
