package growth.runtime.disk;

import java.util.List;

/**
 * The confusion matrix of a classifier.
 *
 * @param labels their names
 * @param counts {@code [label][answer]}: images of that label that got that answer
 */
public record Confusion(List<String> labels, long[][] counts) {
    public Confusion {
        labels = List.copyOf(labels);
    }

    /** Returns the number of images of that label. */
    public long images(int label) {
        long sum = 0;
        for (long count : counts[label]) {
            sum += count;
        }
        return sum;
    }

    /** Returns the share of the label's images that are recognised; NaN if there are none. */
    public double accuracy(int label) {
        return counts[label][label] / (double) images(label);
    }
}
