package growth.runtime.evaluation;

import growth.api.training.Classes;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.evaluation.classification.ConfusionMatrix;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Counts the answers of a classifier, by ND4J's {@link Evaluation}. For one thread. */
public final class ImageScores {
    private static final int TOP = 5;

    private final List<String> labels;
    private final Evaluation evaluation;

    /** @param labels names of the labels, in order; at least one */
    public ImageScores(List<String> labels) {
        this.labels = List.copyOf(labels);
        evaluation = new Evaluation(this.labels, Math.min(TOP, labels.size()));
    }

    /**
     * Counts the answers of a batch.
     *
     * @param truth  label of each image
     * @param logits {@code [images, labels]}; not changed
     */
    public void add(int[] truth, INDArray logits) {
        float[] hot = new float[truth.length * labels.size()];
        for (int i = 0; i < truth.length; i++) {
            hot[i * labels.size() + truth[i]] = 1;
        }
        try (INDArray expected = Nd4j.createFromArray(hot).reshape(truth.length, labels.size());
                INDArray given = logits.castTo(DataType.FLOAT)) {
            evaluation.eval(expected, logits.dataType() == DataType.FLOAT ? logits : given);
        }
    }

    /** Returns the scores of all images counted. */
    public Classes classes() {
        ConfusionMatrix<Integer> matrix = evaluation.getConfusionMatrix();
        List<List<Long>> confusion = IntStream.range(0, labels.size()).mapToObj(label -> IntStream.range(0, labels.size())
                .mapToObj(answer -> (long) matrix.getCount(label, answer)).toList()).toList();
        return new Classes(evaluation.accuracy(), labels.size() > TOP ? evaluation.topNAccuracy() : Double.NaN,
                f1(confusion), labels, confusion);
    }

    /** ND4J's own macro average leaves out labels that were never answered, so that a model that always gives one answer looks good. */
    private double f1(List<List<Long>> confusion) {
        return IntStream.range(0, labels.size()).filter(label -> confusion.get(label).stream().anyMatch(count -> count > 0)
                || confusion.stream().anyMatch(row -> row.get(label) > 0)).mapToDouble(evaluation::f1).average().orElse(Double.NaN);
    }
}
