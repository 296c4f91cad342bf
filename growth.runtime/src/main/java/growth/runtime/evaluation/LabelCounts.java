package growth.runtime.evaluation;

import growth.api.data.Batch;
import java.util.HashMap;
import java.util.Map;

/** How often each label occurs among the scored ones. For one thread. */
public final class LabelCounts {
    private final Map<Integer, Long> counts = new HashMap<>();
    private long all;

    /** Counts the scored labels of a batch. */
    public void add(Batch batch) {
        for (int label : BatchCost.labels(batch)) {
            if (label != Batch.IGNORED) {
                counts.merge(label, 1L, Long::sum);
                all++;
            }
        }
    }

    /**
     * Returns the lowest loss, in nats, of a model that gives all positions the same probabilities: the entropy of the labels. NaN if there
     * are none.
     */
    public double entropy() {
        double sum = all == 0 ? Double.NaN : 0;
        for (long count : counts.values()) {
            double share = count / (double) all;
            sum -= share * Math.log(share);
        }
        return sum;
    }
}
