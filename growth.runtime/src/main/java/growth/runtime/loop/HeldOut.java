package growth.runtime.loop;

import growth.api.data.Batch;
import growth.api.data.Dataset;
import growth.api.engine.EngineSession;
import growth.api.engine.EngineSession.Evaluation;
import growth.api.model.View;
import java.util.List;

/**
 * Validation data and the loss on them.
 *
 * @param dataset the data
 * @param batches batches of one evaluation, at most
 * @param rows    sequences or images of a batch
 */
record HeldOut(Dataset dataset, int batches, int rows) {

    /** @return the mean loss over all scored labels of an evaluation's batches */
    Evaluation evaluate(EngineSession session, View view) {
        return mean(session, dataset.validation(batches, rows, view), view);
    }

    /** @return the first batches, at most so many of at most so many rows */
    List<Batch> first(int most, int mostRows, View view) {
        return dataset.validation(Math.min(most, batches), Math.min(mostRows, rows), view);
    }

    /** @return the mean loss over all scored labels of the batches */
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
