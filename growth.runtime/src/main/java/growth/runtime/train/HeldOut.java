package growth.runtime.train;

import growth.api.data.Batch;
import growth.api.data.Dataset;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.EngineSession.Evaluation;
import growth.api.model.View;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.run.EvaluationSize;
import java.util.List;

/**
 * Validation data and the loss on them. What is measured is counted in tokens (images) and does not depend on the rows of a batch: the
 * same labels for runs of any batch size. Views of shorter sequences see the beginnings of the same windows.
 *
 * @param dataset the data
 * @param size    how much an evaluation takes
 * @param each    tokens of a whole window; 1 for images
 * @param rows    sequences or images computed at once
 */
record HeldOut(Dataset dataset, EvaluationSize size, int each, int rows) {
    /** Measuring a growth takes a fixed, small share of the validation data: it is a check, not an evaluation. */
    private static final EvaluationSize GROWTH_TOKENS = new EvaluationSize(4096);
    private static final EvaluationSize GROWTH_IMAGES = new EvaluationSize(64);

    /** Returns the held-out data of a run. */
    static HeldOut of(PreparedRun run, EngineOptions options) {
        return new HeldOut(run.dataset(), run.run().evaluate().size(), run.target().image().isPresent() ? 1 : run.target().context(),
                options.rows());
    }

    /** Returns the mean loss over all scored labels of an evaluation. */
    Evaluation evaluate(EngineSession session, View view) {
        return mean(session, dataset.validation(view, size.rows(each), rows), view);
    }

    /** Returns the mean loss over the labels that a growth is measured on. */
    Evaluation measure(EngineSession session, View view) {
        boolean images = session.state().shape().image().isPresent();
        EvaluationSize share = size.atMost(images ? GROWTH_IMAGES : GROWTH_TOKENS);
        return mean(session, dataset.validation(view, share.rows(each), rows), view);
    }

    /** Returns the first rows in one batch, at most so many. */
    Batch first(int most, View view) {
        int few = Math.min(most, rows);
        return dataset.validation(view, few, few).get(0);
    }

    /** Returns the mean loss over all scored labels of the batches. */
    static Evaluation mean(EngineSession session, List<Batch> batches, View view) {
        double sum = 0;
        long scored = 0;
        long correct = 0;
        for (Batch batch : batches) {
            Evaluation one = session.evaluate(batch, view);
            if (one.scored() > 0) {
                sum += one.loss() * one.scored();
                scored += one.scored();
                correct += one.correct();
            }
        }
        return new Evaluation(sum / scored, scored, correct);
    }
}
