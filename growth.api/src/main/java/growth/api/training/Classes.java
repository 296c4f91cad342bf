package growth.api.training;

import java.util.List;

/**
 * How a classifier sorted images.
 *
 * @param accuracy  share of images whose own label has the highest logit
 * @param top       share of images whose own label is among the highest logits
 * @param macro     means over the labels that have images or were answered
 * @param labels    names of the labels
 * @param confusion images of each label (row) that got each answer (column), {@code [label][answer]}; empty if there are too many labels
 */
public record Classes(double accuracy, Top top, Averages macro, List<String> labels, List<List<Long>> confusion) {
    public Classes {
        labels = List.copyOf(labels);
        confusion = confusion.stream().map(List::copyOf).toList();
    }

    /**
     * Top-N accuracy.
     *
     * @param n        how many of the highest logits are looked at
     * @param accuracy share of images whose own label is among them; NaN if there are no more labels than that
     */
    public record Top(int n, double accuracy) {
        /** The usual N. */
        public static final int USUAL = 5;
    }

    /**
     * Means over labels, each label counting alike (macro averages); a precision or recall that is not defined, of a label that was never
     * answered or has no images, counts as 0, as scikit-learn has it.
     *
     * @param precision mean share of right ones among the answers of a label
     * @param recall    mean share of recognised ones among the images of a label
     * @param f1        mean of the harmonic mean of both
     */
    public record Averages(double precision, double recall, double f1) {
    }

    /** Returns the number of images of that label. */
    public long images(int label) {
        return confusion.get(label).stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the number of images that were taken for that label. */
    public long answers(int label) {
        return confusion.stream().mapToLong(row -> row.get(label)).sum();
    }

    /** Returns the share of the label's images that are recognised; NaN if there are none. */
    public double recall(int label) {
        return confusion.get(label).get(label) / (double) images(label);
    }

    /** Returns the share of right ones among the images that were taken for the label; NaN if there are none. */
    public double precision(int label) {
        return confusion.get(label).get(label) / (double) answers(label);
    }

    /** Returns the harmonic mean of precision and recall; NaN if the label has no images and was never answered. */
    public double f1(int label) {
        return 2.0 * confusion.get(label).get(label) / (images(label) + answers(label));
    }

    /** Returns the same without the confusion matrix. */
    public Classes withoutConfusion() {
        return new Classes(accuracy, top, macro, labels, List.of());
    }
}
