package growth.api.training;

import java.util.List;

/**
 * How a classifier sorted images.
 *
 * @param accuracy  share of images whose own label has the highest logit
 * @param top5      share of images whose own label is among the five highest logits; NaN if there are no more than five labels
 * @param f1        mean of F1, the harmonic mean of precision and recall, over the labels that have images or were answered (macro
 *                  average); that of a label that was never answered is 0
 * @param labels    names of the labels
 * @param confusion images of each label (row) that got each answer (column), {@code [label][answer]}; empty if there are too many labels
 */
public record Classes(double accuracy, double top5, double f1, List<String> labels, List<List<Long>> confusion) {
    public Classes {
        labels = List.copyOf(labels);
        confusion = confusion.stream().map(List::copyOf).toList();
    }

    /** Returns the number of images of that label. */
    public long images(int label) {
        return confusion.get(label).stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the share of the label's images that are recognised (recall); NaN if there are none. */
    public double recall(int label) {
        return confusion.get(label).get(label) / (double) images(label);
    }

    /** Returns the same without the confusion matrix. */
    public Classes withoutConfusion() {
        return new Classes(accuracy, top5, f1, labels, List.of());
    }
}
