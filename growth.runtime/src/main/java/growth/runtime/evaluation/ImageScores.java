package growth.runtime.evaluation;

import growth.api.training.Classes;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.nd4j.evaluation.classification.ConfusionMatrix;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Counts the answers of a classifier, by ND4J's {@link Evaluation}. For one thread. */
public final class ImageScores {
    private final List<String> labels;
    private final int top;
    private final Evaluation evaluation;

    /**
     * Begins to count.
     *
     * @param labels names of the labels, in order; at least one
     * @param top    how many of the highest logits top-N accuracy looks at
     */
    public ImageScores(List<String> labels, int top) {
        this.labels = List.copyOf(labels);
        this.top = top;
        evaluation = new Evaluation(this.labels, Math.min(top, labels.size()));
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
        int[] seen = IntStream.range(0, labels.size()).filter(label -> evaluation.classCount(label) > 0
                || confusion.stream().anyMatch(row -> row.get(label) > 0)).toArray();
        Classes.Averages macro = new Classes.Averages(mean(seen, evaluation::precision), mean(seen, evaluation::recall),
                mean(seen, evaluation::f1));
        return new Classes(evaluation.accuracy(), new Classes.Top(top, labels.size() > top ? evaluation.topNAccuracy() : Double.NaN), macro,
                labels, confusion);
    }

    /** ND4J's own macro averages leave out labels that were never answered, so that a model that always gives one answer looks good. */
    private static double mean(int[] labels, IntToDoubleFunction figure) {
        return Arrays.stream(labels).mapToDouble(figure).average().orElse(Double.NaN);
    }
}
