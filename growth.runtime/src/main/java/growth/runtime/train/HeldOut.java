package growth.runtime.train;

import growth.api.data.Batch;
import growth.api.data.Dataset;
import growth.api.engine.EngineSession;
import growth.api.engine.EngineSession.Evaluation;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.training.Classes;
import growth.api.training.Score;
import growth.runtime.evaluation.BatchCost;
import growth.runtime.evaluation.ImageScores;
import growth.runtime.evaluation.LabelBytes;
import growth.runtime.run.EvaluationSize;
import growth.runtime.run.RunFile;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Validation data and the loss on them. What is measured is counted in tokens (images) and does not depend on the rows of a batch: the
 * same labels for runs of any batch size. Views of shorter sequences see the beginnings of the same windows.
 *
 * @param dataset the data
 * @param size    how much an evaluation takes
 * @param each    tokens of a whole window; 1 for images
 * @param rows    sequences or images computed at once
 * @param bytes   counts the text of the labels
 * @param top     how many of the highest logits top-N accuracy looks at
 */
record HeldOut(Dataset dataset, EvaluationSize size, int each, int rows, LabelBytes bytes, int top) {
    /** Measuring a growth takes a fixed, small share of the validation data: it is a check, not an evaluation. */
    private static final EvaluationSize GROWTH_TOKENS = new EvaluationSize(4096);
    private static final EvaluationSize GROWTH_IMAGES = new EvaluationSize(64);
    /** A confusion matrix of more labels does not belong into a line. */
    private static final int MOST_LABELS = 200;

    /**
     * Returns the held-out data of a run.
     *
     * @param evaluate how it is evaluated
     * @param target   the shape that the run ends with
     * @param rows     sequences or images computed at once
     */
    static HeldOut of(Dataset dataset, RunFile.Evaluation evaluate, ModelShape target, int rows) {
        Family family = target.family();
        return new HeldOut(dataset, evaluate.size(), target.image().isPresent() ? 1 : target.context(), rows,
                LabelBytes.of(dataset, family), evaluate.top());
    }

    /**
     * The loss on held-out data.
     *
     * @param score over all scored labels
     * @param flops what it took
     */
    record Measured(Score score, double flops) {
        double loss() {
            return score.loss();
        }
    }

    /** Returns the mean loss over all scored labels of an evaluation. */
    Measured evaluate(EngineSession session, View view) {
        return mean(session, batches(view), view);
    }

    /**
     * How images were sorted.
     *
     * @param classes the scores; without the matrix where it would be too large for a record
     * @param flops   what it took
     */
    record Sorted(Classes classes, double flops) {
    }

    /** Returns how the model sorts the images of an evaluation. */
    Sorted sort(EngineSession session, View view) {
        ModelShape shape = session.shape();
        List<String> names = dataset.labelNames().isEmpty() ? IntStream.range(0, dataset.labels()).mapToObj(Integer::toString).toList()
                : dataset.labelNames();
        ImageScores scores = new ImageScores(names, top);
        double flops = 0;
        for (Batch batch : batches(view)) {
            try (INDArray logits = session.logits(batch, view)) {
                scores.add(((Batch.Images) batch).labels(), logits);
            }
            flops += BatchCost.forward(batch, shape, view);
        }
        Classes classes = scores.classes();
        return new Sorted(names.size() > MOST_LABELS ? classes.withoutConfusion() : classes, flops);
    }

    /** Returns the batches of an evaluation. */
    List<Batch> batches(View view) {
        return dataset.validation(view, size.rows(each), rows);
    }

    /** Returns the mean loss over the labels that a growth is measured on. */
    Measured measure(EngineSession session, View view) {
        boolean images = session.shape().image().isPresent();
        EvaluationSize share = size.atMost(images ? GROWTH_IMAGES : GROWTH_TOKENS);
        return mean(session, dataset.validation(view, share.rows(each), rows), view);
    }

    /** Returns the first rows in one batch, at most so many. */
    Batch first(int most, View view) {
        int few = Math.min(most, rows);
        return dataset.validation(view, few, few).get(0);
    }

    private Measured mean(EngineSession session, List<Batch> batches, View view) {
        ModelShape shape = session.shape();
        double sum = 0;
        long scored = 0;
        long correct = 0;
        double text = 0;
        double flops = 0;
        for (Batch batch : batches) {
            Evaluation one = session.evaluate(batch, view);
            if (one.scored() > 0) {
                sum += one.loss() * one.scored();
                scored += one.scored();
                correct += one.correct();
            }
            text += bytes.of(batch);
            flops += BatchCost.forward(batch, shape, view);
        }
        double loss = sum / scored;
        return new Measured(new Score(loss, scored, correct, LabelBytes.bits(loss, scored, text)), flops);
    }
}
