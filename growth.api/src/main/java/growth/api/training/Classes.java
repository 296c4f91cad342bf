package growth.api.training;

import java.util.List;

/**
 * How a classifier sorted the images of the first validation set.
 *
 * @param accuracy  share of images whose own label has the highest logit
 * @param top5      share of images whose own label is among the five highest logits
 * @param f1        mean over labels of the harmonic mean of precision and recall
 * @param labels    names of the labels
 * @param confusion images of each label (row) that got each answer (column), {@code [label][answer]}; empty if there are too many labels
 */
public record Classes(double accuracy, double top5, double f1, List<String> labels, List<List<Long>> confusion) {
    public Classes {
        labels = List.copyOf(labels);
        confusion = confusion.stream().map(List::copyOf).toList();
    }
}
